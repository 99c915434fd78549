import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { missing, sharedPath } from "../shared.js";

const testdata = sharedPath("oracles/jcs_rfc8785/testdata");
const cases = testdata === null ? [] : readdirSync(join(testdata, "input")).sort();

describe.skipIf(missing(testdata, "canonical JSON against the test data of RFC 8785"))(
  "the test data of RFC 8785",
  () => {
    it.each(cases)("%s comes out byte for byte", (name) => {
      const input = JSON.parse(readFileSync(join(testdata ?? "", "input", name), "utf8"));
      expect(Buffer.from(canonicalJson(input), "utf8")).toEqual(readFileSync(join(testdata ?? "", "output", name)));
    });
  },
);

describe("canonical JSON", () => {
  // RFC 8785, 3.2.2 and 3.2.3, by hand.
  it.each<[string, unknown, string]>([
    ["numbers are written as ECMAScript writes them", [1e30, 4.5, 2e-3, 1e-27, -0], "[1e+30,4.5,0.002,1e-27,0]"],
    [
      "names stand in the order of code units, not of numbers",
      { 10: 1, 9: 2, b: 3, B: 4 },
      '{"10":1,"9":2,"B":4,"b":3}',
    ],
    ["names beyond the basic plane stand before U+FB33", { "\ufb33": 1, "\u{1f600}": 2 }, '{"\u{1f600}":2,"\ufb33":1}'],
    ["control characters are escaped, the rest stands as it is", "\u0000\n\u007f<€", '"\\u0000\\n\u007f<€"'],
    ["fields that are undefined are left out", { a: undefined, b: null }, '{"b":null}'],
  ])("%s", (_claim, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], ["\ud800"], [{ "\udc00": 1 }], [() => 1], [1n]])(
    "%s is refused: JSON cannot hold it",
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  it("says the same value as it was given, and the same text again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("does not depend on the order in which fields were set", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });
});
