import { benchIngest, type Measure } from "./ingest.js";

/** Every benchmark; names of some on the command line run only those. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Measure[]>>> = { ingest: benchIngest };

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const measure of await bench())
    process.stdout.write(`${measure.name.padEnd(64)} ${measure.value.toPrecision(4).padStart(10)} ${measure.unit}\n`);
}
