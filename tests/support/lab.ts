/** A lab in this process on virtual time: the real handler, the real SDK clients, no sockets. */
import { sceneOf } from "@holdfast/cli/open-lab";
import type { Baseline, Deployment, Domain } from "@holdfast/core";
import { createHandler } from "@holdfast/functions/handler";
import { createNotifyHandler, type NotifySurroundings } from "@holdfast/functions/notify";
import { createScanHandler } from "@holdfast/functions/scan-handler";
import { scanSettingsFrom, settingsFrom, slackSettingsFrom } from "@holdfast/functions/settings";
import { guardrails, tripwires } from "@holdfast/guardrails";
import {
  createLab,
  createRandomSource,
  createVirtualClock,
  type Handler,
  inProcess,
  type Lab,
  type LabOptions,
  LabRequestHandler,
  labFetch,
  type Runtime,
} from "@holdfast/lab";
import type { Scene } from "@holdfast/lab/stories";
import { deployment as deployed, baseline as secureCart } from "./securecart.ts";

export const START = Date.parse("2026-11-23T09:00:00Z");

export interface TestLab {
  readonly lab: Lab;
  readonly scene: Scene;
}

/** Makes a function's handler; `handle` leads its SDK clients to the lab. */
export type MakeHandler = (runtime: Runtime, handle: Lab["handle"]) => Handler;

/** The domain whose enforcer this environment is of; undefined: it is the drift scan's. */
export function domainOf({ environment }: Pick<Runtime, "environment">): Domain | undefined {
  const name = environment.AWS_LAMBDA_FUNCTION_NAME ?? "";
  const domains: readonly Domain[] = [...guardrails, ...tripwires].map(({ domain }) => domain);
  const found = domains.find((domain) => name.endsWith(`-enforce-${domain}`));
  if (found === undefined && !name.endsWith("-drift-scan")) {
    throw new Error(`${name} is the function of no domain`);
  }
  return found;
}

/** The functions as they are deployed with a baseline, but for clock, randomness and transport. */
export const enforcing =
  (baseline: Baseline, watchers = { guardrails, tripwires }): MakeHandler =>
  (runtime, handle) => {
    const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
    const surroundings = () => ({
      ...watchers,
      baseline,
      clock: runtime.clock,
      random: createRandomSource(1)("function"),
      client: {
        requestHandler: new LabRequestHandler(handle),
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      },
    });
    const domain = domainOf(runtime);
    if (domain === undefined) {
      const settings = scanSettingsFrom(runtime.environment);
      return createScanHandler({ ...surroundings(), settings }) as unknown as Handler;
    }
    const settings = settingsFrom(runtime.environment);
    return inEnvironments(
      () => createHandler({ ...surroundings(), domain, settings }) as unknown as Handler,
    );
  };

/** As in Lambda: invocations that overlap share nothing, a later one finds what an earlier one left. */
function inEnvironments(make: () => Handler): Handler {
  const idle: Handler[] = [];
  return async (event, context) => {
    const environment = idle.pop() ?? make();
    try {
      return await environment(event, context);
    } finally {
      idle.push(environment);
    }
  };
}

export const enforcer = enforcing(secureCart);

/** The function that tells Slack, as it is deployed, but for the same. */
export const slackNotifier: MakeHandler = (runtime, handle) => notifierWith(runtime, handle);

/** The same with an address, a `fetch` or a patience of its own; with an address over a socket. */
export function notifierWith(
  runtime: Runtime,
  handle: Lab["handle"],
  { url, ...slack }: NotifySurroundings["slack"] & { readonly url?: string } = {},
): Handler {
  const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
  return createNotifyHandler({
    baseline: secureCart,
    settings: { ...slackSettingsFrom(runtime.environment), ...(url !== undefined && { url }) },
    clock: runtime.clock,
    random: createRandomSource(1)("notifier"),
    client: {
      requestHandler: new LabRequestHandler(handle),
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    },
    slack: { fetch: url === undefined ? labFetch(handle) : fetch, ...slack },
  }) as unknown as Handler;
}

/** @param handler what runs as the enforcer; null: nothing is subscribed */
export function openTestLab(
  options: Partial<Pick<LabOptions, "seed" | "eventDelay">> & {
    readonly startsAt?: number;
    /** SecureCart unless given. */
    readonly baseline?: Baseline;
    /** SecureCart's unless given. */
    readonly deployment?: Deployment;
    /** What tells Slack. */
    readonly notifier?: MakeHandler;
  },
  handler: MakeHandler | null = enforcer,
): TestLab {
  const { startsAt = START, seed = 1, deployment = deployed, notifier = slackNotifier } = options;
  const { eventDelay, baseline = secureCart } = options;
  let lab: Lab | undefined;
  const handle: Lab["handle"] = (request) => {
    if (lab === undefined) throw new Error("the lab is not open yet");
    return lab.handle(request);
  };
  lab = createLab({
    baseline,
    deployment,
    clock: createVirtualClock(startsAt),
    seed,
    ...(eventDelay !== undefined && { eventDelay }),
    ...(handler && {
      invoker: inProcess((runtime, { name }) =>
        (name.endsWith("-notify-slack") ? notifier : handler)(runtime, handle),
      ),
    }),
  });
  const connection = { requestHandler: new LabRequestHandler(handle) };
  return { lab, scene: sceneOf(lab, connection, baseline, deployment) };
}
