/**
 * `holdfast build`: a baseline becomes one artifact. SST deploys it, the lab and the benchmarks run
 * it: what is demonstrated is what is deployed.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Baseline, Deployment } from "@holdfast/core";
import { describeDeployment, renderStackSets } from "@holdfast/core/deployment";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { bundleFunction } from "./bundle.ts";

export interface Artifact {
  /** Folder with `deployment.json`, `functions/` and `templates/`. */
  readonly directory: string;
  readonly deployment: Deployment;
}

/**
 * Writes the artifact. The old one is replaced only once the new one is complete.
 * @param directory where to; its parent must be writable
 */
export async function build(
  baseline: Baseline,
  stage: string,
  directory: string,
): Promise<Artifact> {
  const target = resolve(directory);
  const deployment = describeDeployment(baseline, { guardrails, tripwires }, stage);
  const draft = `${target}.new-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  try {
    mkdirSync(draft, { recursive: true });
    for (const { bundle } of deployment.functions) {
      const folder = join(draft, bundle);
      // A bundle's folder in the artifact is named like its source in the repository.
      await bundleFunction(`${bundle}.ts`, folder);
      writeFileSync(join(folder, "baseline.json"), `${JSON.stringify(baseline)}\n`);
    }
    mkdirSync(join(draft, "templates"));
    for (const { template, content } of renderStackSets(deployment)) {
      // Without spaces: CloudFormation counts them.
      writeFileSync(join(draft, template), `${JSON.stringify(content)}\n`);
    }
    writeFileSync(join(draft, "deployment.json"), `${JSON.stringify(deployment, null, 2)}\n`);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { directory: target, deployment };
}
