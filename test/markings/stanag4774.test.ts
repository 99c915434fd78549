import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ConfidentialityLabel, decideLabel, LABEL_NAMESPACE, readLabel } from "../../data/markings/stanag4774.js";
import { missing, sharedPath } from "../shared.js";

const path = sharedPath("oracles/stanag4774/labels.json");
const values = z.record(z.string(), z.array(z.string()));
const oracle = z
  .object({
    labels: z.array(
      z.object({
        name: z.string(),
        xml: z.string(),
        expect: z
          .strictObject({
            policy: z.string(),
            classification: z.string(),
            permissive: values.optional(),
            restrictive: values.optional(),
            informative: values.optional(),
            review: z.string().optional(),
            created: z.string().optional(),
          })
          .optional(),
      }),
    ),
    acdf: z.array(
      z.object({
        subject_nationality: z.string().optional(),
        subject: z.object({ nat: z.string(), special: z.array(z.string()) }).optional(),
        label: z.string(),
        release_ok: z.boolean(),
      }),
    ),
  })
  .parse(path === null ? { labels: [], acdf: [] } : JSON.parse(readFileSync(path, "utf8")));

function categories(label: ConfidentialityLabel, type: string): Record<string, readonly string[]> {
  return Object.fromEntries(label.categories.filter((one) => one.type === type).map((one) => [one.tag, one.values]));
}

describe.skipIf(missing(path, "stanag4774"))("the public STANAG 4774 labels", () => {
  it("are three labels and four decisions", () => {
    expect([oracle.labels.length, oracle.acdf.length]).toEqual([3, 4]);
  });

  it.each(oracle.labels.map((one) => [one.name, one] as const))("%s is read", (_name, { xml, expect: expected }) => {
    const { label } = readLabel(xml);
    if (label === null) throw new Error("not read");
    if (expected === undefined) return expect([label.policy, label.classification]).toEqual(["NATO", "NATO SECRET"]);
    expect([label.policy, label.classification]).toEqual([expected.policy, expected.classification]);
    expect(categories(label, "PERMISSIVE")).toEqual(expected.permissive ?? {});
    expect(categories(label, "RESTRICTIVE")).toEqual(expected.restrictive ?? {});
    expect(categories(label, "INFORMATIVE")).toEqual(expected.informative ?? {});
    if (expected.review !== undefined) expect(label.review_at).toBe(expected.review);
    if (expected.created !== undefined) expect(label.created_at).toBe(expected.created);
  });

  it("departures from the schema are reported, and the one that follows it is strict", () => {
    const strict = oracle.labels.map(({ name, xml }) => [name, readLabel(xml).is_strict]);
    expect(strict).toEqual([
      ["cwix25_permissive", false],
      ["example_three_category_types", true],
      ["nato_secret_ken", false],
    ]);
  });

  it.each(oracle.acdf.map((one, index) => [index, one] as const))(
    "access decision %i is the published one",
    (_index, one) => {
      const { label } = readLabel(oracle.labels.find(({ name }) => name === one.label)?.xml ?? "");
      if (label === null) throw new Error("not read");
      const nation = one.subject_nationality ?? one.subject?.nat ?? "";
      const held = new Map([
        ["Releasable To", [nation]],
        ["Special Handling", one.subject?.special ?? []],
      ]);
      expect(decideLabel(label, held)).toBe(one.release_ok ? "permit" : "deny");
    },
  );
});

const wrap = (inside: string, root = "originatorConfidentialityLabel") =>
  `<${root} xmlns="${LABEL_NAMESPACE}"><ConfidentialityInformation><PolicyIdentifier>P</PolicyIdentifier>${inside}</ConfidentialityInformation><CreationDateTime>2026-01-01T00:00:00Z</CreationDateTime></${root}>`;

describe("a label inside a STANAG 4778 binding", () => {
  const label = (level: string) => wrap(`<Classification>${level}</Classification>`);
  const bind = (inside: string) =>
    `<b:BindingInformation xmlns:b="urn:nato:stanag:4778:bindinginformation:1:0"><b:MetadataBinding><b:Metadata>${inside}</b:Metadata></b:MetadataBinding></b:BindingInformation>`;

  it("is read as it is alone", () => {
    expect(readLabel(bind(label("SECRET")))).toEqual(readLabel(label("SECRET")));
  });

  it("with a second label beside it is not strict: the first is read, the second said", () => {
    const { label: read, problems, is_strict } = readLabel(bind(label("SECRET") + label("UNCLASSIFIED")));
    expect([read?.classification, problems.length, is_strict]).toEqual(["SECRET", 1, false]);
  });
});

describe("a hostile or broken label", () => {
  it("with a document type is refused whole, so no entity is ever expanded or fetched", () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;&x;">]>${wrap("<Classification>&y;</Classification>")}`;
    const reading = readLabel(bomb);
    expect(reading.label).toBeNull();
    expect(reading.problems[0]?.message).toContain("document type");
  });

  it("with an unknown entity, an unclosed element or two levels gives no label", () => {
    for (const inside of [
      "<Classification>&x;</Classification>",
      "<Classification>S",
      "<Classification>S</Classification><Classification>U</Classification>",
    ]) {
      expect(readLabel(wrap(inside)).label).toBeNull();
    }
  });

  it("nested or repeated without end is refused at a stated bound", () => {
    expect(readLabel("<a>".repeat(10_000)).problems[0]?.message).toBe("nested deeper than 32");
    expect(readLabel(`<a>${"<b/>".repeat(5000)}</a>`).problems[0]?.message).toBe("more than 4096 elements");
    expect(readLabel(`<a>${" ".repeat(70_000)}</a>`).problems[0]?.message).toBe("longer than 65536 characters");
  });

  it("with a category of unknown type leaves access undetermined, unless another category denies", () => {
    const odd = '<Category TagName="T" Type="ODD"><GenericValue>A</GenericValue></Category>';
    const list = '<Category TagName="Releasable To" Type="PERMISSIVE"><GenericValue>XAR</GenericValue></Category>';
    const label = (inside: string) => readLabel(wrap(`<Classification>SECRET</Classification>${inside}`)).label;
    const decide = (inside: string, nation: string) => {
      const read = label(inside);
      return read === null ? "no label" : decideLabel(read, new Map([["Releasable To", [nation]]]));
    };
    expect(decide(odd, "XAR")).toBe("undetermined");
    expect(decide(odd + list, "XBE")).toBe("deny");
    expect(decide(list, "XAR")).toBe("permit");
  });

  it("never makes the reader throw, whatever the text", () => {
    const parts = [
      "<",
      ">",
      "/",
      "&",
      "a",
      '"',
      "=",
      " ",
      "<!--",
      "<![CDATA[",
      "]]>",
      "<?x",
      "<!DOCTYPE",
      "\u202e",
      "&#0;",
      "xmlns:",
    ];
    const markup = fc.array(fc.constantFrom(...parts), { maxLength: 60 }).map((list) => list.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          markup,
          markup.map((text) => wrap(text)),
        ),
        (text) => {
          const reading = readLabel(text);
          expect(reading.label !== null || reading.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500, seed: 4774 },
    );
  });
});
