// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** Small overlapping vocabularies for random policies, and every request that can be made of them. */
import type { ContextValue } from "../evaluate/context.ts";
import type { Request } from "../evaluate/request.ts";

export const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role`;

export const ACTION_PATTERNS = [
  "*",
  "s3:*",
  "s3:Get*",
  "s3:*Object",
  "S3:GETOBJECT",
  "s3:?etObject",
  "sts:AssumeRole",
  "*:*Role",
];
const ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:GetBucketTagging", "sts:AssumeRole", "a:b"];

export const RESOURCE_PATTERNS = [
  "*",
  "arn:aws:s3:::a/*",
  "arn:aws:s3:::a*",
  "arn:aws:s3:::*/x",
  "arn:aws:s3:::?/x",
  "arn:aws:s3*",
  "arn:aws:s3:::${aws:PrincipalTag/team}/*",
  "arn:aws:s3:::${aws:PrincipalTag/team, 'b'}/x",
];
const RESOURCES = [
  "*",
  "arn:aws:s3:::a/x",
  "arn:aws:s3:::a/y",
  "arn:aws:s3:::b/x",
  "arn:aws:s3:::ab/x",
  "arn:aws:sqs:eu-west-1:111122223333:q",
];

/** A condition key: how policies test it and what requests have in it. */
export interface Key {
  readonly name: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  /** What only the string operators can read. */
  readonly texts?: readonly string[];
  /** `undefined`: the request lacks the key. */
  readonly requests: readonly (ContextValue | undefined)[];
}

export const PRINCIPAL: Key = {
  name: "aws:PrincipalArn",
  operators: [
    ...["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"].flatMap(withIfExists),
    ...["StringLike", "StringNotLike", "StringEquals", "StringNotEquals"],
  ],
  values: [
    "arn:aws:iam::*:role/Admin",
    "arn:aws:iam::*:role/*",
    `${ROLE}/Admin*`,
    `${ROLE}/?dmin`,
    "arn:aws:iam::*:root",
    "arn:aws:iam::444455556666:role/Admin",
    "arn:aws:iam::${aws:PrincipalAccount}:role/Admin",
  ],
  texts: ["*Admin"],
  // Never absent: whoever is under an SCP has signed the request.
  requests: [
    `${ROLE}/Admin`,
    `${ROLE}/AdminOfAll`,
    `${ROLE}/x`,
    `${ROLE}/a/Admin`,
    `arn:aws:iam::${ACCOUNT}:root`,
    `arn:aws:iam::${ACCOUNT}:user/Admin`,
  ],
};

const REGION: Key = {
  name: "aws:RequestedRegion",
  operators: [
    ...[
      ...["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"],
      ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    ].flatMap(withIfExists),
    "Null",
  ],
  values: ["eu-west-1", "eu-*", "*-1", "us-east-1", "EU-WEST-1", "${aws:PrincipalTag/team}"],
  requests: [undefined, "eu-west-1", "EU-WEST-1", "eu-west-2", "us-east-1", "x", ""],
};

const TEAM: Key = {
  name: "aws:PrincipalTag/team",
  operators: ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "Null"],
  values: ["a", "b", "*", "?", "a*"],
  requests: [undefined, "a", "b", "ab", "eu-west-1", "c", ""],
};

const TRANSPORT: Key = {
  name: "aws:SecureTransport",
  operators: ["Bool", "BoolIfExists", "Null"],
  values: ["true", "false"],
  requests: [undefined, "true", "false"],
};

const AGE: Key = {
  name: "aws:MultiFactorAuthAge",
  operators: [
    ...[
      ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThan"],
      ...["NumericLessThanEquals", "NumericGreaterThanEquals"],
    ].flatMap(withIfExists),
    "Null",
  ],
  values: ["300", "300.0", "301", "3600"],
  requests: [undefined, "299", "300", "301", "302", "3600", "3601"],
};

const ISSUED: Key = {
  name: "aws:TokenIssueTime",
  operators: ["DateGreaterThan", "DateLessThanEquals", "DateLessThanIfExists", "Null"],
  values: ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "1767225600"],
  requests: [
    undefined,
    "2025-12-31T23:59:59Z",
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:01Z",
    "2026-06-01T00:00:00Z",
    "2027-01-01T00:00:00Z",
  ],
};

const SOURCE: Key = {
  name: "aws:SourceIp",
  operators: [...["IpAddress", "NotIpAddress"].flatMap(withIfExists), "Null"],
  values: ["10.0.0.0/8", "10.1.0.0/16", "192.0.2.1", "2001:db8::/32", "0.0.0.0/0"],
  requests: [undefined, "10.1.2.3", "10.2.0.1", "192.0.2.1", "198.51.100.7", "2001:db8::1", "::1"],
};

const TAG_KEYS: Key = {
  name: "aws:TagKeys",
  operators: [
    ...["ForAllValues", "ForAnyValue"].flatMap((quantifier) =>
      [
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIfExists",
      ].map((operator) => `${quantifier}:${operator}`),
    ),
    "Null",
  ],
  values: ["a", "b", "a*", "*", "c"],
  requests: [
    undefined,
    [],
    ["a"],
    ["b"],
    ["z"],
    ["a", "b"],
    ["a", "z"],
    ["b", "ab"],
    ["a", "b", "c"],
  ],
};

export const KEYS: readonly Key[] = [
  PRINCIPAL,
  REGION,
  TEAM,
  TRANSPORT,
  AGE,
  ISSUED,
  SOURCE,
  TAG_KEYS,
];

/** Every action on every resource with every combination of values for the keys of these names. */
export function* requestsOver(names: readonly string[]): Generator<Request> {
  for (const values of combinations(KEYS.filter(({ name }) => names.includes(name)))) {
    const arn = values.get(PRINCIPAL.name) ?? `${ROLE}/x`;
    const context = Object.fromEntries([
      ...values,
      [PRINCIPAL.name, arn],
      ["aws:PrincipalAccount", ACCOUNT],
    ]);
    const principal = { arn: String(arn), account: ACCOUNT };
    for (const action of ACTIONS) {
      for (const resource of RESOURCES) yield { action, resource, principal, context };
    }
  }
}

function combinations(keys: readonly Key[]): ReadonlyMap<string, ContextValue>[] {
  return keys.reduce<ReadonlyMap<string, ContextValue>[]>(
    (found, { name, requests }) =>
      found.flatMap((values) =>
        requests.map((value) =>
          value === undefined ? values : new Map([...values, [name, value]]),
        ),
      ),
    [new Map()],
  );
}

function withIfExists(operator: string): string[] {
  return [operator, `${operator}IfExists`];
}
