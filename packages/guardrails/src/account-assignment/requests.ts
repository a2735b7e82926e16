/** What AWS is doing, or failed to do, about assignments of one permission set in one account. */
import type { Caller, IdentityCenter } from "@holdfast/core";

type Reads =
  | "sso:ListAccountAssignmentCreationStatus"
  | "sso:DescribeAccountAssignmentCreationStatus"
  | "sso:ListAccountAssignmentDeletionStatus"
  | "sso:DescribeAccountAssignmentDeletionStatus";

interface Status {
  readonly Status?: string | undefined;
  readonly FailureReason?: string | undefined;
  readonly TargetId?: string | undefined;
  readonly PermissionSetArn?: string | undefined;
}

/** Requests whose details are asked for: fifteen can be under way, and the newest failures matter. */
const MOST = 15;

export interface Requests {
  /** What AWS is doing now; undefined: nothing. */
  pending(): Promise<string | undefined>;
  /** Why it failed, newest first. */
  failures(): Promise<readonly string[]>;
}

export function requestsOf(
  account: string,
  set: string,
  aws: Caller<Reads>,
  { instance: InstanceArn }: IdentityCenter,
): Requests {
  async function* created(status: "IN_PROGRESS" | "FAILED"): AsyncGenerator<string> {
    const input = { InstanceArn, Filter: { Status: status } };
    for await (const page of aws.pages("sso:ListAccountAssignmentCreationStatus", input)) {
      for (const { RequestId } of page.AccountAssignmentsCreationStatus ?? []) {
        if (RequestId !== undefined) yield RequestId;
      }
    }
  }
  async function* deleted(status: "IN_PROGRESS" | "FAILED"): AsyncGenerator<string> {
    const input = { InstanceArn, Filter: { Status: status } };
    for await (const page of aws.pages("sso:ListAccountAssignmentDeletionStatus", input)) {
      for (const { RequestId } of page.AccountAssignmentsDeletionStatus ?? []) {
        if (RequestId !== undefined) yield RequestId;
      }
    }
  }
  const creation = async (AccountAssignmentCreationRequestId: string): Promise<Status> => {
    const input = { InstanceArn, AccountAssignmentCreationRequestId };
    const answer = await aws.call("sso:DescribeAccountAssignmentCreationStatus", input);
    return answer.AccountAssignmentCreationStatus ?? {};
  };
  const deletion = async (AccountAssignmentDeletionRequestId: string): Promise<Status> => {
    const input = { InstanceArn, AccountAssignmentDeletionRequestId };
    const answer = await aws.call("sso:DescribeAccountAssignmentDeletionStatus", input);
    return answer.AccountAssignmentDeletionStatus ?? {};
  };
  const ours = async (
    ids: AsyncGenerator<string>,
    describe: (id: string) => Promise<Status>,
  ): Promise<readonly Status[]> => {
    const found: Status[] = [];
    let asked = 0;
    for await (const id of ids) {
      if (++asked > MOST) break;
      const status = await describe(id);
      if (status.TargetId === account && status.PermissionSetArn === set) found.push(status);
    }
    return found;
  };

  const going = (status: Status) => status.Status === "IN_PROGRESS";
  return {
    async pending() {
      const making = await ours(created("IN_PROGRESS"), creation);
      if (making.some(going)) return "AWS is making an assignment";
      const ending = await ours(deleted("IN_PROGRESS"), deletion);
      return ending.some(going) ? "AWS is ending an assignment" : undefined;
    },
    async failures() {
      const failed = [
        ...(await ours(created("FAILED"), creation)),
        ...(await ours(deleted("FAILED"), deletion)),
      ];
      return failed.flatMap(({ FailureReason }) => FailureReason ?? []);
    },
  };
}
