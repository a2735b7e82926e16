/** Test set-up: an endpoint around some services, and SDK clients' configuration that leads to it. */
import { type CallOutcome, createEndpoint, type EndpointOptions } from "./endpoint.ts";
import { createRandomSource } from "./random.ts";
import { LabRequestHandler } from "./request-handler.ts";
import type { Call, Context, Principal, Service } from "./service.ts";
import type { Handle } from "./wire/message.ts";

export const ACCOUNT = "100000000001";
export const REGION = "us-east-1";

export const ADMIN: Principal = {
  type: "AssumedRole",
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice`,
  principalId: "AROAEXAMPLE:alice",
  accessKeyId: ACCOUNT,
};

/** A clock that stands still until `advance`, and seeded randomness. */
export interface TestContext extends Context {
  /** Seconds. */
  advance(seconds: number): void;
}

export function testContext(): TestContext {
  let now = Date.parse("2027-01-01T00:00:00Z");
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const advance = (seconds: number) => {
    now += seconds * 1000;
  };
  return { clock, random: createRandomSource(1)("test"), advance };
}

export interface TestEndpoint {
  readonly handle: Handle;
  /** What `after` was told, in order. */
  readonly calls: readonly { readonly call: Call; readonly outcome: CallOutcome }[];
  readonly logged: readonly string[];
  /** For the constructor of any SDK client. */
  readonly configuration: ClientConfiguration;
}

export interface ClientConfiguration {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
  readonly requestHandler: LabRequestHandler;
}

/** Twelve-digit keys are administrators of that account; any other key is nobody's. */
export function testEndpoint(
  services: readonly Service[],
  options: Partial<EndpointOptions> = {},
): TestEndpoint {
  const calls: { call: Call; outcome: CallOutcome }[] = [];
  const logged: string[] = [];
  const handle = createEndpoint({
    services,
    identify: (key) =>
      /^\d{12}$/.test(key) ? { ...ADMIN, account: key, accessKeyId: key } : undefined,
    before() {},
    after(call, outcome) {
      calls.push({ call, outcome });
    },
    requestId: () => "11111111-2222-4333-8444-555555555555",
    sourceIp: "203.0.113.7",
    log: (message) => logged.push(message),
    ...options,
  });
  return { handle, calls, logged, configuration: configurationFor(handle) };
}

function configurationFor(handle: Handle): ClientConfiguration {
  return {
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "any" },
    maxAttempts: 1,
    requestHandler: new LabRequestHandler(handle),
  };
}
