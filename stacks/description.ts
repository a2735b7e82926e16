/** Reads what `holdfast build` wrote, and refuses it unless it is of this stage and of one piece. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@holdfast/core";

const REBUILD = "Run `npx holdfast build`, then deploy again.";

/** Absolute path of a file of the artifact. */
export function artifactPath(...parts: string[]): string {
  // import.meta.dirname is SST's own folder once SST has bundled this file; the root is not.
  return join($cli.paths.root, "dist", ...parts);
}

/**
 * The deployment description of the stage that is being deployed.
 *
 * @throws Error when it is missing, of another stage, or when a bundle holds another baseline.
 */
export function readDescription(): Deployment {
  const path = artifactPath("deployment.json");
  if (!existsSync(path)) throw new Error(`There is no ${path}. ${REBUILD}`);
  const deployment: Deployment = JSON.parse(readFileSync(path, "utf8"));
  if (deployment.version !== 1) {
    throw new Error(`${path} has version ${deployment.version}, expected 1. ${REBUILD}`);
  }
  if (deployment.stage !== $app.stage) {
    throw new Error(
      `${path} was built for stage "${deployment.stage}", but this is "${$app.stage}". ${REBUILD}`,
    );
  }
  for (const { bundle } of deployment.functions) {
    const hash = baselineHash(bundle);
    if (hash !== deployment.baselineHash) {
      throw new Error(
        `${path} describes baseline ${deployment.baselineHash}, but the bundle ${bundle} ` +
          `${hash === undefined ? "has none" : `holds ${hash}`}. ${REBUILD}`,
      );
    }
  }
  return deployment;
}

/**
 * Every ARN is made of the described account and Region: anywhere else they would name the resources
 * of somebody else.
 *
 * @throws Error when the credentials or the provider point elsewhere.
 */
export async function requireHub({ account, region }: Deployment): Promise<void> {
  const [identity, provider] = await Promise.all([aws.getCallerIdentity(), aws.getRegion()]);
  if (identity.accountId !== account || provider.region !== region) {
    throw new Error(
      `The baseline's hub is ${account} in ${region}, but the credentials are for ` +
        `${identity.accountId} in ${provider.region}. Use those of the management account.`,
    );
  }
}

/** Hash of the compiled baseline inside a bundle. */
function baselineHash(bundle: string): string | undefined {
  const path = artifactPath(bundle, "baseline.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).hash : undefined;
}
