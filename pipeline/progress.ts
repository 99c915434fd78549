import cliProgress from "cli-progress";

/** What a run tells while it lasts. Progress goes to standard error; results never do. */
export interface Progress {
  /** A stage begins; `total` steps are to come, where that is known. */
  stage(name: string, total?: number): void;
  /** A step of the present stage is done. */
  step(detail: string): void;
  /** The run is over. */
  end(): void;
}

/** A bar on a terminal, one line a stage otherwise. */
export function progressTo(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

/** Says nothing. */
export const silent: Progress = { stage: () => {}, step: () => {}, end: () => {} };

function lines(stream: NodeJS.WritableStream): Progress {
  let name = "";
  let count = 0;
  const close = () => {
    if (name !== "" && count > 0) stream.write(`${name}: ${count} done\n`);
  };
  return {
    stage(next, total) {
      close();
      name = next;
      count = 0;
      stream.write(total === undefined ? `${name}\n` : `${name}: ${total} to do\n`);
    },
    step() {
      count += 1;
    },
    end: close,
  };
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new cliProgress.SingleBar({
    stream,
    format: "{stage} {bar} {value}/{total} {detail}",
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
  });
  let isOn = false;
  const close = () => {
    if (isOn) shown.stop();
    isOn = false;
  };
  return {
    stage(stage, total) {
      close();
      if (total === undefined || total === 0) {
        stream.write(`${stage}\n`);
        return;
      }
      shown.start(total, 0, { stage: stage.padEnd(24), detail: "" });
      isOn = true;
    },
    step(detail) {
      if (isOn) shown.increment(1, { detail });
    },
    end: close,
  };
}
