/** What AWS is doing about the assignments of one permission set in one account, and failed to do. */
import type { Caller, IdentityCenter, Input, PrincipalType } from "@holdfast/core";
import { isNotFound } from "../identity-center/instance.ts";
import { identify } from "./want.ts";

export type RequestReads =
  | "sso:ListAccountAssignmentCreationStatus"
  | "sso:DescribeAccountAssignmentCreationStatus"
  | "sso:ListAccountAssignmentDeletionStatus"
  | "sso:DescribeAccountAssignmentDeletionStatus";

/** One permission set in one account. */
export interface Pair {
  readonly account: string;
  /** ARN. */
  readonly set: string;
}

/** What AWS was asked for, and did not do. */
export type Failure = {
  readonly kind: "make" | "end";
  /** By `identify`. */
  readonly principal: string;
  /** ISO 8601. */
  readonly at: string;
  /** AWS's own words. */
  readonly why: string;
};

/**
 * Requests that are looked into. AWS makes fifteen assignments at a time; it lists no more of a request
 * than its id, so each costs a call.
 */
const MOST = 30;

type Status = "IN_PROGRESS" | "FAILED";

interface Listed {
  readonly RequestId?: string | undefined;
  readonly CreatedDate?: Date | undefined;
}

interface Described extends Listed {
  readonly Status?: string | undefined;
  readonly FailureReason?: string | undefined;
  readonly TargetId?: string | undefined;
  readonly PermissionSetArn?: string | undefined;
  readonly PrincipalType?: PrincipalType | undefined;
  readonly PrincipalId?: string | undefined;
}

/** How requests of one kind are asked for. */
interface Kind {
  readonly kind: Failure["kind"];
  list(aws: Caller<RequestReads>, input: ListInput): AsyncGenerator<readonly Listed[]>;
  describe(aws: Caller<RequestReads>, instance: string, id: string): Promise<Described>;
}

type ListInput = Input<"sso:ListAccountAssignmentCreationStatus">;

const MAKING: Kind = {
  kind: "make",
  async *list(aws, input) {
    const pages = aws.pages("sso:ListAccountAssignmentCreationStatus", input);
    for await (const page of pages) yield page.AccountAssignmentsCreationStatus ?? [];
  },
  async describe(aws, InstanceArn, AccountAssignmentCreationRequestId) {
    const input = { InstanceArn, AccountAssignmentCreationRequestId };
    const answer = await aws.call("sso:DescribeAccountAssignmentCreationStatus", input);
    return answer.AccountAssignmentCreationStatus ?? {};
  },
};

const ENDING: Kind = {
  kind: "end",
  async *list(aws, input) {
    const pages = aws.pages("sso:ListAccountAssignmentDeletionStatus", input);
    for await (const page of pages) yield page.AccountAssignmentsDeletionStatus ?? [];
  },
  async describe(aws, InstanceArn, AccountAssignmentDeletionRequestId) {
    const input = { InstanceArn, AccountAssignmentDeletionRequestId };
    const answer = await aws.call("sso:DescribeAccountAssignmentDeletionStatus", input);
    return answer.AccountAssignmentDeletionStatus ?? {};
  },
};

/** Principals whose assignment AWS is making or ending, by `identify`; two calls where it is at nothing. */
export async function underWay(
  pair: Pair,
  aws: Caller<RequestReads>,
  center: IdentityCenter,
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    [MAKING, ENDING].map((kind) => ours(kind, "IN_PROGRESS", pair, aws, center)),
  );
  return new Set(found.flat().map(({ principal }) => principal));
}

/** The newest failure for each principal and kind. */
export async function failures(
  pair: Pair,
  aws: Caller<RequestReads>,
  center: IdentityCenter,
): Promise<readonly Failure[]> {
  const found = await Promise.all(
    [MAKING, ENDING].map((kind) => ours(kind, "FAILED", pair, aws, center)),
  );
  const newest = new Map<string, Failure>();
  for (const one of found.flat()) {
    const id = `${one.kind} ${one.principal}`;
    if (!newest.has(id)) newest.set(id, one);
  }
  return [...newest.values()];
}

/** Requests about this pair, the newest first. */
async function ours(
  kind: Kind,
  status: Status,
  { account, set }: Pair,
  aws: Caller<RequestReads>,
  { instance }: IdentityCenter,
): Promise<readonly Failure[]> {
  const listed: Listed[] = [];
  const pages = kind.list(aws, { InstanceArn: instance, Filter: { Status: status } });
  for await (const page of pages) listed.push(...page);
  const newest = listed.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, MOST);
  const described = await Promise.all(
    newest.map(({ RequestId = "" }) => describe(kind, aws, instance, RequestId)),
  );
  return described.flatMap((one): Failure[] => {
    const {
      PrincipalType: type,
      PrincipalId: id,
      FailureReason: why = "it does not say why",
    } = one;
    if (one.TargetId !== account || one.PermissionSetArn !== set) return [];
    // It may be over since it was listed.
    if (one.Status !== status || type === undefined || id === undefined) return [];
    const at = new Date(timeOf(one)).toISOString();
    return [{ kind: kind.kind, principal: identify({ type, id }), at, why }];
  });
}

/** AWS forgets requests after a time: one that is not found any more is over. */
async function describe(
  kind: Kind,
  aws: Caller<RequestReads>,
  instance: string,
  id: string,
): Promise<Described> {
  try {
    return await kind.describe(aws, instance, id);
  } catch (error) {
    if (isNotFound(error)) return {};
    throw error;
  }
}

function timeOf({ CreatedDate }: Listed): number {
  return CreatedDate?.getTime() ?? 0;
}
