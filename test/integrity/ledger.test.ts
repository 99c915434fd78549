import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendLedger, ledgerRoot, lineAfter, parseLedger, readLedger } from "../../data/integrity/ledger.js";
import { newFolder } from "../folder.js";

const digest = (n: number): string => n.toString(16).padStart(64, "0");

/** Lines of a ledger, one for each number. */
function ledgerOf(numbers: readonly number[]): string[] {
  const texts: string[] = [];
  for (const [index, n] of numbers.entries())
    texts.push(
      lineAfter(texts, {
        ...{ name: "2026-05-01", manifest: digest(n), files: index, inputs: digest(n + 1), journal: 0 },
        ...{ settings: digest(7), code: digest(8) },
      }),
    );
  return texts;
}

const ledgers = fc.array(fc.nat(1000), { minLength: 2, maxLength: 12 }).map(ledgerOf);

describe("the ledger of publications", () => {
  it("is read as it was written, line by line or at once", () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), (texts, at) => {
        const path = join(newFolder(), "ledger.jsonl");
        const cut = at % texts.length;
        appendLedger(path, texts.slice(0, cut));
        appendLedger(path, texts.slice(cut));
        expect(readLedger(path).texts).toEqual(texts);
        expect(readLedger(path).lines.map(({ index }) => index)).toEqual(texts.map((_, index) => index));
      }),
      { numRuns: 20 },
    );
  });

  it("with a line taken out, put in twice or two in another order is broken", () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), (texts, at) => {
        const index = at % (texts.length - 1);
        const [one = "", next = ""] = texts.slice(index);
        for (const changed of [
          texts.toSpliced(index, 1),
          texts.toSpliced(index, 0, one),
          texts.toSpliced(index, 2, next, one),
        ])
          expect(() => parseLedger(changed, "ledger")).toThrow("ledger of publications broken");
      }),
    );
  });

  it("with any one character changed is broken, or has another root", () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), fc.nat(), fc.integer({ min: 32, max: 126 }), (texts, line, at, code) => {
        const index = line % texts.length;
        const text = texts[index] ?? "";
        const place = at % text.length;
        const changed = texts.with(index, text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1));
        fc.pre(changed[index] !== text);
        expect(ledgerRoot(changed)).not.toBe(ledgerRoot(texts));
        if (index < texts.length - 1) expect(() => parseLedger(changed, "ledger")).toThrow("broken");
      }),
    );
  });

  it("loses a last line that was not ended, and nothing else, when the next is written", () => {
    const path = join(newFolder(), "ledger.jsonl");
    const texts = ledgerOf([1, 2, 3]);
    appendLedger(path, texts.slice(0, 2));
    appendFileSync(path, texts[2]?.slice(0, 30) ?? "");
    expect(readLedger(path).texts).toEqual(texts.slice(0, 2));
    appendLedger(path, texts.slice(2));
    expect(readFileSync(path, "utf8")).toBe(`${texts.join("\n")}\n`);
  });

  it("that is no file has no lines; one of other JSON is broken", () => {
    const path = join(newFolder(), "ledger.jsonl");
    expect(readLedger(path)).toEqual({ texts: [], lines: [] });
    writeFileSync(path, '{"index":0}\n');
    expect(() => readLedger(path)).toThrow(`ledger of publications broken at line 1: ${path}`);
  });
});
