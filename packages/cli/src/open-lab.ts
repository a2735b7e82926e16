/** Opens a lab on a built artifact: the functions run in workers, everything goes over HTTP. */
import type { Baseline } from "@holdfast/core";
import {
  createLab,
  type Lab,
  type LabClock,
  type LogLine,
  serve,
  workerThreads,
} from "@holdfast/lab";
import type { Scene } from "@holdfast/lab/stories";
import type { Artifact } from "./build/build.ts";

export interface OpenLab {
  readonly lab: Lab;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What stories need to know of it. */
  readonly scene: Scene;
  /** Leaves nothing running. */
  close(): Promise<void>;
}

export interface OpenLabOptions {
  readonly baseline: Baseline;
  readonly artifact: Artifact;
  readonly clock: LabClock;
  /** 0: any free one. */
  readonly port: number;
  readonly seed: number;
  /** Milliseconds. */
  readonly eventDelay: number;
  readonly enforce: boolean;
  /** Whether the schedules run, too: they never end. */
  readonly schedules?: boolean;
  log?(line: LogLine): void;
}

/** Rejects if the port is taken; nothing is left running then. */
export async function openLab(options: OpenLabOptions): Promise<OpenLab> {
  const {
    baseline,
    artifact,
    clock,
    port,
    seed,
    eventDelay,
    enforce,
    schedules = false,
    log,
  } = options;
  let url = "";
  const lab = createLab({
    baseline,
    deployment: artifact.deployment,
    clock,
    seed,
    eventDelay,
    schedules,
    ...(enforce && {
      invoker: workerThreads({ folder: artifact.directory, endpointUrl: () => url }),
    }),
    ...(log && { log }),
  });
  try {
    const server = await serve(lab.handle, port);
    url = server.url;
    return {
      lab,
      url,
      scene: sceneOf(lab, { endpoint: url }, baseline, artifact.deployment),
      async close() {
        await lab.close();
        await server.close();
      },
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** What the baseline calls things, as plain data: stories and verdicts import nothing of the engine. */
export function sceneOf(
  lab: Lab,
  connection: Scene["connection"],
  baseline: Baseline,
  deployment: Artifact["deployment"],
): Scene {
  const roleOf = (domain: string) =>
    deployment.functions.find(({ name }) => name.endsWith(`-enforce-${domain}`))?.role.name ?? "";
  const { identityCenter: center } = baseline;
  return {
    lab,
    connection,
    management: deployment.account,
    deploymentStage: deployment.stage,
    enforcerRole: roleOf("organization"),
    identityCenterRole: roleOf("identity-center"),
    places: Object.fromEntries([
      ...baseline.units.map(({ path, id }) => [path, id]),
      ...baseline.accounts.map(({ name, id }) => [name, id]),
    ]),
    policies: Object.fromEntries(baseline.policies.map(({ name, id }) => [name, id])),
    center: {
      instance: center?.instance ?? "",
      identityStore: center?.identityStore ?? "",
      permissionSets: Object.fromEntries(
        (center?.permissionSets ?? []).map(({ name, arn }) => [name, arn]),
      ),
      groups: Object.fromEntries((center?.groups ?? []).map(({ name, id }) => [name, id])),
      users: Object.fromEntries(
        (center?.groups ?? []).flatMap(({ members }) => members.map(({ name, id }) => [name, id])),
      ),
    },
  };
}
