/** SDK clients: loaded on first use, one per service and Region, without retries of their own. */
import type { OrganizationsClientConfig } from "@aws-sdk/client-organizations";
import { HoldfastError } from "@holdfast/core";
import type { services } from "./generated/clients.ts";
import type { SdkAction, SdkInput, SdkOutput, ServiceName } from "./sdk.ts";

/** Endpoint, credentials and `AWS_*` variables that are not set here are the SDK's own business. */
export interface ClientOptions {
  /** Where calls go that name no Region. */
  readonly region: string;
  /** Where calls of single services go, whatever the rest does: Identity Center has one Region. */
  readonly regions?: Readonly<Record<string, string>>;
  readonly requestHandler?: NonNullable<OrganizationsClientConfig["requestHandler"]>;
  readonly endpoint?: string;
  readonly credentials?: NonNullable<OrganizationsClientConfig["credentials"]>;
  /** Of the shared AWS configuration files, for credentials and whatever else it says. */
  readonly profile?: string;
}

export interface Clients {
  /** One attempt of one call. Throws what the SDK throws, or a `HoldfastError` without a command. */
  send<A extends SdkAction>(action: A, input: SdkInput<A>, region?: string): Promise<SdkOutput<A>>;
}

/** What all generated modules have in common, seen without the types of single commands. */
interface Module {
  readonly Client: new (config: object) => Client;
  readonly [operation: string]: unknown;
}
type Client = { send(command: object): Promise<unknown> };
type Command = new (input: object) => object;

/** A hung connection must not eat the whole Lambda: AWS answers these calls in well under 10 s. */
const defaultHandler = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

/** Loads a service's client and commands. */
export type Services = { readonly [S in ServiceName]?: (typeof services)[S] };

/** Clients of these services alone: a bundle holds what it names, so it may be a small one. */
export function createClientsOf(known: Services, options: ClientOptions): Clients {
  const cache = new Map<string, Client>();
  const { regions = {}, ...others } = options;
  // Organizations is global; its only endpoint of the aws partition is in us-east-1.
  const placed = new Map(Object.entries({ organizations: "us-east-1", ...regions }));
  const config = {
    requestHandler: defaultHandler,
    ...others,
    // Retries are ours, on our clock: the SDK would sleep on real time. "adaptive" from the
    // environment would bring a rate limiter of its own.
    maxAttempts: 1,
    retryMode: "standard",
    // SQS only: a queue's URL would win over the endpoint, AWS_ENDPOINT_URL included.
    useQueueUrlAsEndpoint: false,
  };

  function clientFor(service: string, module: Module, region: string): Client {
    const key = `${service}/${region}`;
    const known = cache.get(key);
    if (known) return known;
    const client = new module.Client({ ...config, region });
    cache.set(key, client);
    return client;
  }

  return {
    async send(action, input, region = options.region) {
      const [service = "", operation = ""] = action.split(":");
      const module = await load(known, service, action);
      const Command = module[operation];
      if (typeof Command !== "function" || operation === "Client") throw notGenerated(action);
      const client = clientFor(service, module, placed.get(service) ?? region);
      // The action's literal type says which command this is; the lookup by name loses that.
      const command = new (Command as Command)(input as object);
      return (await client.send(command)) as SdkOutput<typeof action>;
    },
  };
}

async function load(known: Services, service: string, action: string): Promise<Module> {
  const loader = Object.hasOwn(known, service) ? known[service as ServiceName] : undefined;
  if (loader === undefined) throw notGenerated(action);
  // Every generated module has this shape (generate.ts); the SDK's client types differ in detail.
  return (await loader()) as unknown as Module;
}

function notGenerated(action: string): HoldfastError {
  return new HoldfastError("ACTION_NOT_GENERATED", `there is no command for ${action}`, {
    source: "tool",
    hint: "Declare the action where it is used, then run npm run gen.",
  });
}
