/** Calls in other accounts, by the two roles that every account has for Holdfast. */
import type { Action, Further, Place, StepPlace } from "@holdfast/core";
import { type Budgets, createBudgets } from "./budget.ts";
import { type CallOptions, createCall } from "./call.ts";
import { type ClientOptions, type Clients, createClients } from "./clients.ts";

/** How calls are made in one place. */
export type There = Pick<CallOptions, "clients" | "region" | "budgets">;

/**
 * Nothing happens before the first call, which may throw the `AwsError` of the `sts:AssumeRole` on its
 * way: the account has no such role, or it trusts somebody else.
 */
export interface Elsewhere {
  /** By the role that may only look; its session is used again until shortly before it ends. */
  observing(place: Place): There;
  /** By the role that may remediate, in a session that may do this alone. */
  remediating(action: Action, at: StepPlace): There;
}

export interface ElsewhereOptions extends Omit<CallOptions, "budgets" | "deadline"> {
  /** How clients are made, but for their credentials. */
  readonly client: Omit<ClientOptions, "credentials" | "profile">;
  /** Path and name without a leading slash, e.g. `holdfast/holdfast-prod-observe`. */
  readonly roles: { readonly observe: string; readonly remediate: string };
  /** Name of the sessions, by which the account's own trail tells who this was. */
  readonly session: string;
  /** The part of AWS's rates that may be used in each account; see `createBudgets`. */
  readonly share: number;
}

/** Seconds. An hour is what AWS allows a role that was assumed by another role; a quarter is its least. */
const DURATION = { observe: 3600, remediate: 900 };

/** Milliseconds before its end from which a session is not used any more. */
const MARGIN = 5 * 60_000;

interface Session {
  readonly clients: Promise<Clients>;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** One for as long as the function lives: its sessions outlast an invocation. */
export function createElsewhere(options: ElsewhereOptions): Elsewhere {
  const { clock, roles } = options;
  const call = createCall(options);
  const sessions = new Map<string, Session>();
  const budgets = new Map<string, Budgets>();

  async function assume(
    account: string,
    role: string,
    DurationSeconds: number,
    policy?: string,
  ): Promise<Clients> {
    const { Credentials } = await call("sts:AssumeRole", {
      RoleArn: `arn:aws:iam::${account}:role/${role}`,
      RoleSessionName: options.session,
      DurationSeconds,
      ...(policy !== undefined && { Policy: policy }),
    });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
      Credentials ?? {};
    const sessionToken = Credentials?.SessionToken ?? "";
    // Without its end, or the SDK would judge that by the machine's clock and not by ours.
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    return createClients({ ...options.client, credentials });
  }

  function observer(account: string): Promise<Clients> {
    const known = sessions.get(account);
    if (known && clock.now() < known.until) return known.clients;
    const clients = assume(account, roles.observe, DURATION.observe);
    sessions.set(account, { clients, until: clock.now() + DURATION.observe * 1000 - MARGIN });
    // A refusal is not kept: the role may be there a moment later.
    clients.catch(() => sessions.delete(account));
    return clients;
  }

  function budgetsOf({ account, region }: Place): Budgets {
    const where = `${account}/${region}`;
    const known = budgets.get(where) ?? createBudgets({ clock, share: options.share });
    budgets.set(where, known);
    return known;
  }

  function there(place: Place, clients: () => Promise<Clients>): There {
    return {
      region: place.region,
      budgets: budgetsOf(place),
      clients: { send: async (...call) => (await clients()).send(...call) },
    };
  }

  return {
    observing: (place) => there(place, () => observer(place.account)),
    remediating(action, at) {
      let clients: Promise<Clients> | undefined;
      return there(at, () => {
        clients ??= assume(at.account, roles.remediate, DURATION.remediate, narrowed(action, at));
        return clients;
      });
    },
  };
}

/** What a session may do of what its role may: one action, and what AWS demands besides. */
function narrowed(action: Action, { resources, further = [] }: StepPlace): string {
  const own: Further = { actions: [action], resources };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [own, ...further].map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  });
}
