import { destination, type Logger, pino } from "pino";
import type { Workspace } from "../data/workspace.js";
import type { Effects } from "./effects.js";

/** The structured log of a workspace: one JSON object a line, written before the call returns. */
export function openLog(workspace: Workspace, effects: Effects): Logger {
  return pino(
    { base: { pid: effects.pid }, timestamp: () => `,"time":"${effects.now()}"` },
    destination({ dest: workspace.log, sync: true, mode: 0o600, append: true }),
  );
}
