import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded, cleaned, revealed, visible } from "../../../reports/border/clean.js";
import { HOSTILE } from "../hostile.js";

/** Controls, bidi marks (UAX #9), zero widths and lone surrogates, listed apart from the code's own classes. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\ufff9-\ufffb]/u;

describe("visible", () => {
  it("writes out the bidi marks, zero widths, controls and lone surrogates by their code points", () => {
    expect(visible("user\u202egnp.exe")).toBe("user‹U+202E›gnp.exe");
    expect(visible("\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u200e\u200f\u061c")).toBe(
      "‹U+2066›‹U+2067›‹U+2068›‹U+2069›‹U+202A›‹U+202B›‹U+202C›‹U+202D›‹U+200E›‹U+200F›‹U+061C›",
    );
    expect(visible("a\u200bb\u0000\u001b[31m\ud83d")).toBe("a‹U+200B›b‹U+0000›‹U+001B›[31m‹U+D83D›");
    expect(visible("a\nb\tc")).toBe("a‹U+000A›b‹U+0009›c");
    expect(visible("a\nb\tc\r", { isMultiline: true })).toBe("a\nb\tc‹U+000D›");
  });

  it("leaves what is written in any script as it is", () => {
    for (const text of ["Ω≈ç√", "田中さん", "محمد", "עברית", "ไทยน้ำ", "A\u030a", "naïve 😀", "‹quoted›"])
      expect(visible(text)).toBe(text);
  });

  it("leaves no unseen character in any hostile string, in any place", () => {
    for (const one of HOSTILE) expect(visible(one)).not.toMatch(UNSEEN);
  });

  it("changes nothing in silence: the text can be had back, whatever it was", () => {
    for (const one of HOSTILE) expect(revealed(visible(one))).toBe(one);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (one) => revealed(visible(one)) === one));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("‹", "U+", "202E", "›", "\u202e", "\ud800", "\u0301")),
        (list) => revealed(visible(list.join(""))) === list.join(""),
      ),
    );
  });
});

describe("bounded", () => {
  it("says how much there is and by which digest it is found", () => {
    const value = "a".repeat(10_000);
    const digest = createHash("sha256").update(value).digest("hex").slice(0, 16);
    expect(cleaned(value, { limit: 10 })).toBe(`aaaaaaaaaa… (10,000 characters, sha256 ${digest}…)`);
  });

  it("shows a text of exactly the limit whole", () => {
    expect(bounded("abc", { limit: 3 })).toEqual({ shown: "abc", rest: "" });
    expect(bounded("😀😀😀", { limit: 3 })).toEqual({ shown: "😀😀😀", rest: "" });
  });

  it("never cuts a character in half", () => {
    expect(bounded(`${"-".repeat(9)}😀x`, { limit: 10 }).shown).toBe(`${"-".repeat(9)}😀`);
  });

  it("bounds every hostile string", () => {
    for (const one of HOSTILE) expect([...cleaned(one, { limit: 50 })].length).toBeLessThanOrEqual(50 * 10 + 60);
  });
});
