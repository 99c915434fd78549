import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { cleaned } from "../../../reports/border/clean.js";
import { csvCell, csvFile } from "../../../reports/border/csv.js";
import { jsonInScript } from "../../../reports/border/json.js";
import { anchor, slug } from "../../../reports/border/slug.js";
import { terminal } from "../../../reports/border/terminal.js";
import { HOSTILE } from "../hostile.js";

describe("csvCell", () => {
  it("defuses what a spreadsheet would take for a formula, by OWASP's list", () => {
    expect(csvCell("=1+1")).toBe(`"'=1+1"`);
    expect(csvCell("+1")).toBe(`"'+1"`);
    expect(csvCell("-1")).toBe(`"'-1"`);
    expect(csvCell("@SUM(1)")).toBe(`"'@SUM(1)"`);
    expect(csvCell("\t=1")).toBe(`"'‹U+0009›=1"`);
    expect(csvCell("\r=1")).toBe(`"'‹U+000D›=1"`);
    expect(csvCell(`say "x", y`)).toBe(`"say ""x"", y"`);
  });

  it("leaves our own numbers as numbers, and null empty", () => {
    expect([csvCell(-1.5), csvCell(0), csvCell(null), csvCell(true)]).toEqual(["-1.5", "0", "", "true"]);
    expect(() => csvCell(Number.NaN)).toThrow("NaN");
  });

  it("refuses a row of another width than its header", () => {
    expect(() => csvFile(["a", "b"], [["1"]])).toThrow("1 cells");
  });

  it("gives a real reader one row a string, each cell as it was shown and none a formula", async () => {
    const folder = mkdtempSync(join(tmpdir(), "border-"));
    try {
      const file = join(folder, "hostile.csv");
      writeFileSync(
        file,
        csvFile(
          ["number", "value", "last"],
          HOSTILE.map((one, index) => [index, one, "end"]),
        ),
      );
      const connection = await (await DuckDBInstance.create(":memory:")).connect();
      const reader = await connection.runAndReadAll(
        /* sql */ `SELECT number, value, last FROM read_csv($file, header = true, all_varchar = true, auto_detect = false,
          delim = ',', quote = '"', escape = '"', new_line = '\\n', max_line_size = 2000000,
          columns = {'number': 'VARCHAR', 'value': 'VARCHAR', 'last': 'VARCHAR'})`,
        { file },
      );
      const rows = reader.getRows();
      expect(rows.length).toBe(HOSTILE.length);
      rows.forEach(([number, value, last], index) => {
        expect([number, last]).toEqual([String(index), "end"]);
        const text = String(value ?? "");
        expect(text).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r\n]/);
        expect(text.replace(/^'/, "")).toBe(cleaned(HOSTILE[index] ?? "", { limit: 32_000 }).replace(/^'/, ""));
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("jsonInScript", () => {
  it("stays inside its script element and reads back as the same value", () => {
    for (const one of HOSTILE) {
      const json = jsonInScript({ [one]: one });
      expect(json).not.toMatch(/[<>&\u2028\u2029\n\r]/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ [one]: one })));
      const body = JSON.stringify(
        parse(`<!doctype html><script type="application/json">${json}</script><p>`),
        (key, value) => (key === "parentNode" ? undefined : value),
      );
      expect(body.match(/"tagName":"/g)?.length).toBe(5);
    }
  });

  it("refuses what has no JSON form", () => {
    expect(() => jsonInScript(undefined)).toThrow("undefined");
  });
});

describe("terminal", () => {
  it("lets no string move the cursor, set a colour or title, forge a line or turn the text around", () => {
    expect(terminal("\u001b]0;x\u0007\u009b2J\nok")).toBe("‹U+001B›]0;x‹U+0007›‹U+009B›2J‹U+000A›ok");
    for (const one of HOSTILE) expect(terminal(one)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });
});

describe("slug", () => {
  it("keeps a plain name, and marks every other with its digest", () => {
    expect(slug("2026-06-03")).toBe("2026-06-03");
    expect(slug("Ardenia XAR")).toMatch(/^ardenia-xar-[0-9a-f]{12}$/);
    expect(slug("con")).toMatch(/^con-[0-9a-f]{12}$/);
    expect(slug("")).toMatch(/^x-[0-9a-f]{12}$/);
  });

  it("makes a safe name of every hostile string, and different names of different ones", () => {
    const names = [...new Set(HOSTILE)].map(slug);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,60}$/);
    expect(new Set(names).size).toBe(names.length);
    for (const one of HOSTILE) expect(anchor("flag", one).id).toMatch(/^flag-[a-z0-9-]+$/);
  });

  it("refuses an anchor whose kind is not a word of ours", () => {
    expect(() => anchor("<b>")).toThrow("not an anchor");
  });
});
