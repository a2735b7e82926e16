/** The SecureCart baseline and its deployment, as every test here starts from. */
import { fileURLToPath } from "node:url";
import { declaredNames, readBaselineDirectory } from "@holdfast/core/baseline";
import { describeDeployment } from "@holdfast/core/deployment";
import { guardrails, tripwires } from "@holdfast/guardrails";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

export const baseline = readBaselineDirectory(
  `${repository}examples/securecart`,
  declaredNames(guardrails, tripwires),
);

export const deployment = describeDeployment(baseline, { guardrails, tripwires }, "lab");
