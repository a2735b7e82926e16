/** How a command that talks to AWS is told where and as whom. */

import type { ClientOptions } from "@holdfast/aws";
import type { Command } from "commander";

export interface LiveOptions {
  readonly endpointUrl?: string;
  readonly profile?: string;
  readonly region?: string;
}

export function addLiveOptions(command: Command): Command {
  return command
    .option("--endpoint-url <url>", "send every call there, e.g. to holdfast lab")
    .option("--profile <name>", "profile of the AWS configuration (default: AWS_PROFILE)")
    .option("--region <region>", "Region of table and findings (default: the baseline's hub)");
}

/** What is left out is the SDK's own business: `AWS_*` variables, profiles, instance roles. */
export function clientOptions(
  { endpointUrl, profile, region }: LiveOptions,
  hubRegion: string,
): ClientOptions {
  return {
    region: region ?? hubRegion,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(profile !== undefined && { profile }),
  };
}

/** Whether calls go to this machine: AWS's rates don't bind there. */
export function isLocal(
  { endpointUrl }: LiveOptions,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const url = endpointUrl ?? env.AWS_ENDPOINT_URL;
  if (url === undefined || !URL.canParse(url)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
