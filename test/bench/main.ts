import { benchIngest } from "./ingest.js";
import { benchMetrics } from "./metrics.js";
import { benchNight } from "./night.js";
import { benchRules } from "./rules.js";

/** Every benchmark, each saying whether its bound is met; names on the command line run only those. */
const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  ingest: benchIngest,
  night: benchNight,
  metrics: benchMetrics,
  rules: benchRules,
};

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES))
  if ((asked.length === 0 || asked.includes(name)) && !(await bench())) process.exitCode = 1;
