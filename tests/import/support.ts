/** Imports from a lab in this process, and asks every guardrail about the result. */
import { createCaller, createClients } from "@holdfast/aws";
import type { Action, Baseline } from "@holdfast/core";
import { declaredNames, loadBaseline } from "@holdfast/core/baseline";
import {
  baselineFiles,
  IMPORT_READS,
  type Imported,
  readOrganization,
} from "@holdfast/core/import";
import { NOTHING_KEPT, type ScanReport, scan } from "@holdfast/core/scan";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { IDENTITY_CENTER_READS, readIdentityCenter } from "@holdfast/guardrails/import";
import {
  createLab,
  createVirtualClock,
  type Lab,
  LabRequestHandler,
  type OrganizationState,
} from "@holdfast/lab";
import { START } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const MANAGEMENT = baseline.organization.management;
export const SETTINGS = {
  hubRegion: "us-east-1",
  identityCenterRegion: "us-east-1",
  regions: ["us-east-1"],
  guardrails: guardrails.map(({ id }) => id),
  today: "2026-11-23",
};

/** A lab with this organization in it; the deployment is SecureCart's, and nothing runs. */
export function labWith(organization: OrganizationState): Lab {
  return createLab({
    baseline,
    deployment,
    organization,
    clock: createVirtualClock(START),
    seed: 1,
  });
}

/** Whatever is declared, as the administrator of the management account; each answer is a fresh one. */
function callerOn(lab: Lab) {
  const reads = guardrails.flatMap((guardrail) => guardrail.reads.map(({ action }) => action));
  const declared: Action[] = [...new Set([...IMPORT_READS, ...IDENTITY_CENTER_READS, ...reads])];
  const clients = createClients({
    region: "us-east-1",
    requestHandler: new LabRequestHandler(lab.handle),
    credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
  });
  const log = { info() {}, warn() {}, error() {} };
  const random = () => 0.5;
  return createCaller({ clients, clock: lab.clock, random, log, region: "us-east-1", declared });
}

export async function importFrom(lab: Lab): Promise<Imported> {
  const aws = callerOn(lab);
  const organization = await readOrganization(aws, { account: MANAGEMENT });
  const identityCenter = await readIdentityCenter(aws);
  return baselineFiles({ ...organization, ...(identityCenter && { identityCenter }) }, SETTINGS);
}

/** As a directory with these files would. */
export function loaded({ files }: Imported): Baseline {
  const list = (folder: string) =>
    [...files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  return loadBaseline(
    { read: (path) => files.get(path), list },
    declaredNames(guardrails, tripwires),
  );
}

export function planFor(against: Baseline, lab: Lab): Promise<ScanReport> {
  return scan({
    kind: "plan",
    baseline: against,
    guardrails,
    aws: callerOn(lab),
    table: NOTHING_KEPT,
    clock: lab.clock,
    caller: { account: MANAGEMENT, arn: `arn:aws:iam::${MANAGEMENT}:root` },
    stage: { kind: "none" },
  });
}
