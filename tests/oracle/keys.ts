/** Condition keys: of which type each is, and what requests have in it. */
import type { Random } from "@holdfast/core";
import type { ContextValue, Principal } from "@holdfast/policy";
import { chance, pick } from "./draw.ts";
import { SERVICES } from "./principals.ts";
import type { Target } from "./targets.ts";

export type KeyType =
  | "string"
  | "strings"
  | "arn"
  | "number"
  | "date"
  | "boolean"
  | "address"
  | "binary";

export interface Key {
  readonly name: string;
  readonly type: KeyType;
  readonly values: readonly ContextValue[];
}

export const ORGANIZATION = "o-5ecurecart";
const REGIONS = ["eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-2"];
const TEAMS = ["orders", "platform", "alice", "Orders"];
const TAG_SETS = [[], ["team"], ["Team"], ["team", "cost"], ["cost", "team", "stage"], ["owner"]];
const PATHS = ["o-5ecurecart/r-ab12/ou-ab12-11111111/", "o-5ecurecart/r-ab12/ou-ab12-22222222/"];

export const KEYS: readonly Key[] = [
  { name: "aws:PrincipalTag/team", type: "string", values: TEAMS },
  { name: "aws:PrincipalTag/digest", type: "binary", values: ["QmluYXJ5", "AAEC", "/+8="] },
  { name: "aws:PrincipalOrgID", type: "string", values: [ORGANIZATION, "o-0ther"] },
  { name: "aws:PrincipalOrgPaths", type: "strings", values: [PATHS, PATHS.slice(0, 1), []] },
  { name: "aws:RequestedRegion", type: "string", values: REGIONS },
  { name: "aws:UserAgent", type: "string", values: ["aws-cli/2.31 (linux)", "Boto3/1.43", ""] },
  { name: "aws:SourceVpce", type: "string", values: ["vpce-0a1b2c3d4e5f60718", "vpce-1"] },
  { name: "aws:SourceAccount", type: "string", values: ["111122223333", "444455556666"] },
  {
    name: "aws:SourceArn",
    type: "arn",
    values: [
      "arn:aws:cloudtrail:us-east-1:111122223333:trail/organization",
      "arn:aws:lambda:eu-west-1:444455556666:function:checkout:live",
    ],
  },
  {
    name: "aws:SourceIp",
    type: "address",
    values: ["203.0.113.7", "10.1.2.3", "198.51.100.1", "2001:db8::17", "2001:db8:ffff::1"],
  },
  { name: "aws:SecureTransport", type: "boolean", values: ["true", "false"] },
  { name: "aws:MultiFactorAuthPresent", type: "boolean", values: ["true", "false"] },
  { name: "aws:ViaAWSService", type: "boolean", values: ["true", "false"] },
  { name: "aws:MultiFactorAuthAge", type: "number", values: ["0", "299", "300", "301", "3600"] },
  {
    name: "aws:CurrentTime",
    type: "date",
    values: ["2026-03-29T00:00:00Z", "2026-11-25T22:20:00Z", "2026-11-25T22:20:00.500Z"],
  },
  { name: "aws:EpochTime", type: "date", values: ["1764109200", "1774742400"] },
  {
    name: "aws:TokenIssueTime",
    type: "date",
    values: ["2026-11-25T12:00:00Z", "2026-01-01T00:00:00Z"],
  },
  { name: "aws:CalledVia", type: "strings", values: [SERVICES, SERVICES.slice(1, 2), []] },
  { name: "aws:TagKeys", type: "strings", values: TAG_SETS },
  { name: "aws:RequestTag/team", type: "string", values: TEAMS },
  { name: "aws:ResourceTag/team", type: "string", values: TEAMS },
  { name: "s3:prefix", type: "string", values: ["", "alice/", "alice/2026/", "orders/"] },
  { name: "s3:max-keys", type: "number", values: ["1", "100", "1000"] },
  {
    name: "dynamodb:Attributes",
    type: "strings",
    values: [["id"], ["id", "total"], ["id", "card"], []],
  },
  { name: "kms:ViaService", type: "string", values: ["s3.eu-west-1.amazonaws.com"] },
  { name: "kms:EncryptionContextKeys", type: "strings", values: [["app"], ["app", "stage"], []] },
  {
    name: "kms:ScheduleKeyDeletionPendingWindowInDays",
    type: "number",
    values: ["7", "29", "30"],
  },
  { name: "sts:ExternalId", type: "string", values: ["7f3e", "7F3E"] },
  { name: "iam:PassedToService", type: "string", values: SERVICES },
  { name: "ec2:InstanceType", type: "string", values: ["t3.micro", "p5.48xlarge"] },
];

/** Keys that say who calls; the caller decides their values. */
export function keysOfCaller({ arn, account, service }: Principal): readonly Key[] {
  if (service !== undefined) {
    return [
      { name: "aws:PrincipalIsAWSService", type: "boolean", values: ["true"] },
      { name: "aws:PrincipalServiceName", type: "string", values: [service] },
    ];
  }
  const name = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return [
    { name: "aws:PrincipalArn", type: "arn", values: [arn] },
    { name: "aws:PrincipalAccount", type: "string", values: [account] },
    { name: "aws:PrincipalIsAWSService", type: "boolean", values: ["false"] },
    ...(name === undefined
      ? []
      : [{ name: "aws:username", type: "string", values: [name] } as const]),
  ];
}

/** The keys that a request for the target may have. */
export function keysFor(target: Target, principal: Principal): readonly Key[] {
  const special = new Set(target.keys);
  const common = KEYS.filter(({ name }) => special.has(name) || !isSpecial(name));
  return [...keysOfCaller(principal), ...common];
}

/** A context: who calls is always said, anything else perhaps. */
export function drawContext(
  random: Random,
  keys: readonly Key[],
  principal: Principal,
): Record<string, ContextValue> {
  const known = new Set(keysOfCaller(principal).map(({ name }) => name));
  return Object.fromEntries(
    keys
      .filter(({ name }) => known.has(name) || chance(random, 0.6))
      .map(({ name, values }): [string, ContextValue] => [name, pick(random, values)]),
  );
}

/** Whether only some actions have the key. */
function isSpecial(name: string): boolean {
  return !name.startsWith("aws:") || /^aws:(?:TagKeys|RequestTag|ResourceTag)/.test(name);
}
