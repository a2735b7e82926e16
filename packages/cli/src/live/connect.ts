/** The way from a command to AWS: clients, rates, and who is calling. */
import {
  type CallOptions,
  callerIdentity,
  createBudgets,
  createClients,
  createElsewhere,
  type Elsewhere,
  systemClock,
} from "@holdfast/aws";
import { AwsError, type Baseline, HoldfastError, type Log } from "@holdfast/core";
import { memberRoles, nameOf } from "@holdfast/core/deployment";
import type { ScanCaller } from "@holdfast/core/scan";
import { clientOptions, isLocal, type LiveOptions } from "./options.ts";

/** The part of AWS's rates that a person's command takes; the rest is for the functions. */
const SHARE = 0.5;

type Organization = Baseline["organization"];

export interface Connection {
  readonly caller: ScanCaller;
  /** For calls in the Region of table and findings. */
  readonly calls: CallOptions;
  /** Into the accounts, by the role that a stage has there to look. */
  intoAccounts(stage: string): Pick<Elsewhere, "observing">;
}

const silent: Log = { info() {}, warn() {}, error() {} };

/**
 * Throws a `HoldfastError` in plain words if there are no credentials, AWS can't be reached, or the
 * credentials are of another account than the baseline's management account.
 */
export async function connect(baseline: Baseline, options: LiveOptions): Promise<Connection> {
  const { management } = baseline.organization;
  const connection = await connectAnywhere(baseline.organization, options);
  const { caller } = connection;
  if (caller.account !== management) throw wrongAccount(caller, management);
  return connection;
}

/** Like `connect`, to whatever organization the credentials are of. */
export async function connectAnywhere(
  { hubRegion, identityCenterRegion }: Pick<Organization, "hubRegion" | "identityCenterRegion">,
  options: LiveOptions,
): Promise<Connection> {
  const config = clientOptions(options, hubRegion);
  const regions = { sso: identityCenterRegion, identitystore: identityCenterRegion };
  const calls: CallOptions = {
    clients: createClients({ ...config, regions }),
    clock: systemClock,
    random: Math.random,
    log: silent,
    region: config.region,
    ...(!isLocal(options, process.env) && {
      budgets: createBudgets({ clock: systemClock, share: SHARE }),
    }),
  };
  let caller: ScanCaller;
  try {
    caller = await callerIdentity(calls);
  } catch (error) {
    throw error instanceof AwsError ? inWords(error) : error;
  }
  return {
    caller,
    calls,
    intoAccounts: (stage) =>
      createElsewhere({
        ...calls,
        client: config,
        roles: memberRoles(stage),
        session: nameOf(stage, "operator"),
        share: SHARE,
      }),
  };
}

function inWords(error: AwsError): HoldfastError {
  const { code, message, hint } = wordsFor(error);
  return new HoldfastError(code, message, { source: "user", hint, cause: error });
}

function wordsFor(error: AwsError): { code: string; message: string; hint: string } {
  if (/^(CredentialsProviderError|CredentialsError)$/.test(error.awsCode)) {
    return {
      code: "NO_CREDENTIALS",
      message: "There are no AWS credentials.",
      hint: "Sign in (aws sso login), choose a --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    };
  }
  if (error.class === "denied") {
    return {
      code: "CREDENTIALS_REFUSED",
      message: `AWS does not accept these credentials: ${error.awsCode}.`,
      hint: "They may have expired: sign in again.",
    };
  }
  return {
    code: "AWS_UNREACHABLE",
    message: `AWS does not answer: ${error.message}`,
    hint: "Look at --endpoint-url, AWS_ENDPOINT_URL, the Region and the network.",
  };
}

function wrongAccount({ account, arn }: ScanCaller, management: string): HoldfastError {
  const message = `These credentials are of account ${account} (${arn}), but the baseline's management account is ${management}.`;
  return new HoldfastError("WRONG_ACCOUNT", message, {
    source: "user",
    hint: "Use credentials of the management account, or the baseline of the other organization (--baseline).",
  });
}
