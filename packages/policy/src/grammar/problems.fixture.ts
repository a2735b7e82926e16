/** What the rules say to one statement, or to a whole document, in a form that tests can list. */
import { checkPolicy } from "./check.ts";
import type { PolicyKind } from "./kinds.ts";

/** A statement of each kind with which nothing is wrong. */
export const FLAWLESS = {
  SERVICE_CONTROL_POLICY: { Effect: "Deny", Action: "s3:*", Resource: "*" },
  RESOURCE_CONTROL_POLICY: { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" },
  IDENTITY: { Effect: "Allow", Action: "s3:*", Resource: "*" },
  TRUST: { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
  RESOURCE: { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" },
} as const satisfies Record<PolicyKind, object>;

export const KIND_NAMES = Object.keys(FLAWLESS) as PolicyKind[];

/** `path CODE problem` for each, of a flawless statement changed by `change`; undefined leaves out. */
export function problemsOf(kind: PolicyKind, change: object, rest: object = {}): string[] {
  const Statement = [{ ...FLAWLESS[kind], ...change }];
  return listed(JSON.stringify({ Version: "2012-10-17", ...rest, Statement }), kind);
}

/** `path CODE problem` for each. */
export function listed(text: string, kind: PolicyKind): string[] {
  return checkPolicy(text, kind).problems.map(({ path, code, problem }) =>
    `${path.replace(/^Statement\.0\.?/, "")} ${code} ${problem}`.trim(),
  );
}
