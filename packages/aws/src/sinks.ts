/** Where findings and alerts go: Security Hub and an SNS topic. */
import type { Sinks } from "@holdfast/core";
import { createSecurityHub, type SecurityHubOptions } from "./security-hub.ts";
import { createSns, type SnsOptions } from "./sns.ts";

export function createSinks(options: SecurityHubOptions & SnsOptions): Sinks {
  return { findings: createSecurityHub(options), alert: createSns(options) };
}
