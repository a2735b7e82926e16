/** `npm run bench`: measures and prints every figure of docs/benchmarks.md. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "@holdfast/cli/build";
import { baseline } from "../support/securecart.ts";
import { coldStart } from "./cold-start.ts";
import { type Figure, jsonOf, textOf } from "./figure.ts";
import { identityCenterCalls } from "./identity-center-calls.ts";
import { identityCenterSurvey } from "./identity-center-survey.ts";
import { labRate } from "./lab-rate.ts";
import { organizationCalls } from "./organization-calls.ts";
import { policyComparison } from "./policy-comparison.ts";
import { policyEquivalence } from "./policy-equivalence.ts";
import { policyEvaluation } from "./policy-evaluation.ts";
import { scanOfLargeOrganizations } from "./scan.ts";
import { storyTime } from "./story-time.ts";

// What the functions write for CloudWatch does not belong among the figures.
process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
process.env.POWERTOOLS_METRICS_DISABLED = "true";

async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const artifact = await build(baseline, "lab", join(folder, "dist"));
    const figures: Figure[] = [];
    for (const measureOne of [
      () => organizationCalls(baseline, artifact),
      () => identityCenterCalls(baseline, artifact),
      () => coldStart(baseline, artifact),
      () => scanOfLargeOrganizations(baseline),
      () => identityCenterSurvey(baseline),
      () => labRate(baseline, artifact.deployment),
      () => storyTime(baseline, artifact),
      () => policyEvaluation(baseline),
      () => policyEquivalence(baseline),
      () => policyComparison(baseline),
    ]) {
      figures.push(...(await measureOne()));
      process.stderr.write(".");
    }
    process.stderr.write("\n");
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { format: { type: "string", default: "text" } } });
if (values.format !== "text" && values.format !== "json") {
  process.stderr.write("npm run bench -- [--format text|json]\n");
  process.exitCode = 1;
} else {
  const figures = await measure();
  process.stdout.write(values.format === "json" ? jsonOf(figures) : textOf(figures));
}
