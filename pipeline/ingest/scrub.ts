import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { LINE_BYTES_MAX } from "./prepare.js";

/** What is wrong with a line as bytes; the first character of each line of the copy. */
export const MARKS = { fine: ".", blank: "b", long: "l", control: "c", encoding: "u" } as const;
type Mark = (typeof MARKS)[keyof typeof MARKS];

/** What a refused row keeps of a line that is too long: what is shown of any refused row, in bytes of UTF-8. */
const KEPT_BYTES = 4000;
const NEWLINE = 10;

/**
 * Copies a text so that each of its physical lines is one line with a mark before it, which keeps line numbers, blank lines
 * among them, through any reader of lines: carriage returns before the line end go, bytes that are no UTF-8 become U+FFFD,
 * NUL and the unit separator (on which the reader splits) become U+2400 and U+241F, and a line beyond the bound is cut.
 */
export async function scrub(plain: string, copy: string): Promise<void> {
  const out = await open(copy, "w", 0o600);
  try {
    let carried: Buffer[] = [];
    let carriedBytes = 0;
    for await (const chunk of createReadStream(plain, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      const lines: string[] = [];
      let from = 0;
      for (let index = chunk.indexOf(NEWLINE); index !== -1; index = chunk.indexOf(NEWLINE, from)) {
        const piece = chunk.subarray(from, index);
        lines.push(marked(carried.length === 0 ? piece : Buffer.concat([...carried, piece])));
        carried = [];
        carriedBytes = 0;
        from = index + 1;
      }
      const rest = chunk.subarray(from);
      if (rest.length > 0 && carriedBytes <= LINE_BYTES_MAX) {
        carried.push(Buffer.from(rest));
        carriedBytes += rest.length;
      }
      if (lines.length > 0) await out.writeFile(`${lines.join("\n")}\n`);
    }
    if (carriedBytes > 0) await out.writeFile(`${marked(Buffer.concat(carried))}\n`);
  } finally {
    await out.close();
  }
}

function marked(bytes: Buffer): string {
  const line = bytes[bytes.length - 1] === 13 ? bytes.subarray(0, -1) : bytes;
  if (line.length === 0) return MARKS.blank;
  if (line.length > LINE_BYTES_MAX) return MARKS.long + visible(line.subarray(0, KEPT_BYTES).toString());
  const text = line.toString();
  const mark: Mark = !isUtf8(line)
    ? MARKS.encoding
    : line.includes(0) || line.includes(31)
      ? MARKS.control
      : MARKS.fine;
  return mark + (mark === MARKS.fine ? text : visible(text));
}

function visible(text: string): string {
  return text.replaceAll("\0", "\u2400").replaceAll("\x1f", "\u241f");
}
