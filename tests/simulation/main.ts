/** `npm run simulate -- --seeds N --from M`: random histories; exits with 1 and names the seeds that violate anything. */
import { parseArgs } from "node:util";

// What handlers write for CloudWatch does not belong between the results.
process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
process.env.POWERTOOLS_METRICS_DISABLED = "true";
const { simulate } = await import("./simulate.ts");

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    verbose: { type: "boolean", default: false },
  },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(from) || from < 0) {
  process.stderr.write("--seeds and --from are whole numbers, e.g. --seeds 200 --from 1\n");
  process.exit(1);
}

let violated = 0;
let acts = 0;
let done = 0;
for (let seed = from; seed < from + count; seed++) {
  const result = await simulate(seed);
  acts += result.acts;
  done += result.done;
  if (result.violations.length > 0) violated++;
  if (result.violations.length === 0 && !values.verbose) continue;
  const troubles = result.troubles.length > 0 ? `; ${result.troubles.join(", ")}` : "";
  process.stdout.write(`seed ${seed}: ${result.done} of ${result.acts} acts taken${troubles}\n`);
  for (const line of result.told) process.stdout.write(`  ${line}\n`);
  for (const { invariant, what } of result.violations) {
    process.stdout.write(`  VIOLATED ${invariant}: ${what}\n`);
  }
}
const last = from + count - 1;
process.stdout.write(
  `${count} histories (seeds ${from} to ${last}), ${done} of ${acts} acts taken by AWS: ${
    violated === 0 ? "every invariant held" : `${violated} violated an invariant`
  }\n`,
);
if (violated > 0) process.exitCode = 1;
