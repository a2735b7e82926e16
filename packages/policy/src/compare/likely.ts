/** Likely values for the parts of a request, so that a witness looks like a call somebody makes. */
import { kindOf } from "./kinds.ts";
import type { Scope } from "./scope.ts";
import type { Test } from "./test.ts";
import { sampledText } from "./variables.ts";

const REGIONS = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-1", "eu-central-1"];

const BOOLEANS = ["true", "false"];

/** The account that examples are of where any will do: AWS's own documentation uses it so. */
export const SOME_ACCOUNT = "111122223333";

/** By condition key in lower case. */
const LIKELY: Readonly<Record<string, readonly string[]>> = {
  "aws:multifactorauthpresent": BOOLEANS,
  "aws:principalaccount": [SOME_ACCOUNT],
  "aws:principalisawsservice": BOOLEANS,
  "aws:securetransport": BOOLEANS,
  "aws:viaawsservice": BOOLEANS,
  "aws:requestedregion": REGIONS,
  "aws:sourceip": ["203.0.113.7", "198.51.100.7", "10.0.0.7"],
  "aws:principalorgid": ["o-example12345"],
  "aws:resourceorgid": ["o-example12345"],
  "aws:sourceaccount": ["444455556666"],
  "aws:resourceaccount": ["444455556666"],
  "aws:sourcevpc": ["vpc-0123456789abcdef0"],
  "aws:sourcevpce": ["vpce-0123456789abcdef0"],
  "aws:calledvia": ["cloudformation.amazonaws.com"],
  "ec2:instancetype": ["t3.micro", "p5.48xlarge"],
};

/** Who calls, of an account; ordinary people first. */
export function likelyPrincipals(account = SOME_ACCOUNT): readonly [string, ...string[]] {
  const iam = `arn:aws:iam::${account}:`;
  const reserved = "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_";
  return [
    `${iam}role/Developer`,
    `${iam}${reserved}AdministratorAccess_0123456789abcdef`,
    `${iam}user/alice`,
    `${iam}root`,
  ];
}

/** Values for a condition key, likely ones first: usual ones, then what its tests ask for. */
export function likelyValues(key: string, tests: readonly Test[], scope: Scope): readonly string[] {
  const name = key.toLowerCase();
  const usual =
    name === "aws:principalarn" ? likelyPrincipals(scope.account) : (LIKELY[name] ?? []);
  const others = [...instances(tests, scope), "example"];
  return [...new Set([...usual, ...others.filter((value) => isWithin(name, value, scope))])];
}

/** Whether the value is none that `shapeOf` rules out: SCPs are asked about their account's principals. */
function isWithin(name: string, value: string, { type, account }: Scope): boolean {
  if (type !== "SERVICE_CONTROL_POLICY" || name !== "aws:principalarn") return true;
  const owner = value.split(":")[4];
  return account === undefined ? owner !== undefined : owner === account;
}

/** A resource of the kind that an action takes, from AWS's notation `…:${Region}:${Account}:…`. */
export function likelyResources(
  patterns: readonly string[],
  tests: readonly Test[],
  scope: Scope,
): readonly string[] {
  const documented = patterns.map((pattern) =>
    pattern.replace(/\$\{(\w+)\}/g, (_all, name: string) => partOf(name, scope.account)),
  );
  // `*` is what a request without a resource has; one that takes a resource gets it last.
  return [...documented, "*", ...instances(tests, scope)];
}

function partOf(name: string, account = SOME_ACCOUNT): string {
  if (name === "Partition") return "aws";
  if (name === "Region") return "us-east-1";
  return name === "Account" ? account : "example";
}

/** What the patterns of some tests cover; a block of addresses or a day is no value itself. */
function instances(tests: readonly Test[], { account, samples }: Scope): readonly string[] {
  const patterns = tests.filter((test) => kindOf(test) === "text" || kindOf(test) === "arn");
  return patterns.flatMap(({ expected, version }) =>
    expected.map((pattern) => instance(sampledText(pattern, version, samples), account)),
  );
}

function instance(pattern: string, account = SOME_ACCOUNT): string {
  const [arn, partition, service, region, owner, ...rest] = pattern.split(":");
  if (arn !== "arn" || rest.length === 0) return filled(pattern, "example");
  const parts = [
    filled(partition, "aws"),
    filled(service, "iam"),
    filled(region, "us-east-1"),
    filled(owner, account),
    filled(rest.join(":"), "example"),
  ];
  return ["arn", ...parts].join(":");
}

function filled(text = "", filler: string): string {
  return text.replace(/\*+/g, filler).replaceAll("?", "x");
}
