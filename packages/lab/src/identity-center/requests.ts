/** What Identity Center does in the background: requests, how they go on, and how they are asked for. */
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import type { Call, Operation } from "../service.ts";
import { conflict, notFound } from "./errors.ts";
import { type Input, object, text } from "./input.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { AsyncRequest } from "./state.ts";

type Kind = AsyncRequest["kind"];
type Subject = Pick<AsyncRequest, "kind" | "permissionSet" | "account"> &
  Partial<Pick<AsyncRequest, "principalType" | "principal">>;

/** How long AWS takes for one account, in milliseconds: seconds, as recorded in April 2023. */
const SHORTEST = 1_000;
const LONGEST = 6_000;

export interface Requests {
  /**
   * Begins one. Each of `works` is done when its time has come, and says why it failed; the request
   * ends with the last of them and has failed if one has. Without any it still takes its time.
   */
  begin(call: Call, subject: Subject, works: readonly (() => string | undefined)[]): AsyncRequest;
  /** Those that are under way, of one permission set if given. */
  underWay(kind: Kind, permissionSet?: string): readonly AsyncRequest[];
  /** A permission set can't be edited while it is carried to accounts. */
  refuseWhileProvisioned(permissionSet: string): void;
  readonly operations: Readonly<Record<string, Operation>>;
}

export function createRequests(
  center: Center,
  random: Random,
  clock: Pick<LabClock, "now">,
): Requests {
  const save = (request: AsyncRequest) => center.set("requests", request.id, request);
  const delay = () => SHORTEST + random() * (LONGEST - SHORTEST);

  const underWay: Requests["underWay"] = (kind, permissionSet) =>
    [...center.current().requests.values()].filter(
      (one) =>
        one.kind === kind &&
        one.status === "IN_PROGRESS" &&
        (permissionSet ?? one.permissionSet) === one.permissionSet,
    );

  return {
    begin({ requestId }, subject, works) {
      const begun: AsyncRequest = {
        principalType: undefined,
        principal: undefined,
        ...subject,
        // Recorded: it is the id of the call itself.
        id: requestId,
        status: "IN_PROGRESS",
        failureReason: undefined,
        created: clock.now(),
      };
      const failures: string[] = [];
      const end = (): void => {
        const [failureReason] = failures;
        const status = failureReason === undefined ? "SUCCEEDED" : "FAILED";
        save({ ...begun, status, failureReason });
      };
      let left = works.length;
      for (const work of works) {
        center.later(delay(), () => {
          failures.push(...[work() ?? []].flat());
          if (--left === 0) end();
        });
      }
      save(begun);
      if (left === 0) center.later(delay(), end);
      return begun;
    },
    underWay,
    refuseWhileProvisioned(permissionSet) {
      if (underWay("provision", permissionSet).length === 0) return;
      throw conflict("The permission set is being provisioned.");
    },
    operations: {
      ...reads(center, "create-assignment", {
        name: "AccountAssignmentCreationStatus",
        list: "AccountAssignmentsCreationStatus",
        id: "AccountAssignmentCreationRequestId",
      }),
      ...reads(center, "delete-assignment", {
        name: "AccountAssignmentDeletionStatus",
        list: "AccountAssignmentsDeletionStatus",
        id: "AccountAssignmentDeletionRequestId",
      }),
      ...reads(center, "provision", {
        name: "PermissionSetProvisioningStatus",
        list: "PermissionSetsProvisioningStatus",
        id: "ProvisionPermissionSetRequestId",
      }),
    },
  };
}

/** What the members of inputs and answers are called. */
interface Names {
  readonly name: string;
  readonly list: string;
  readonly id: string;
}

/** `Describe…` and `List…` of one kind. */
function reads(center: Center, kind: Kind, names: Names): Record<string, Operation> {
  const all = (input: Input) => {
    const state = center.view();
    checkInstance(state, input);
    return [...state.requests.values()].filter((one) => one.kind === kind);
  };
  return {
    [`Describe${names.name}`](input) {
      const id = text(input, names.id);
      const found = all(input).find((one) => one.id === id);
      if (found === undefined) throw notFound("The request");
      return { [names.name]: { ...described(found), CreatedDate: new Date(found.created) } };
    },
    [`List${names.name}`](input) {
      const { Status } = object(input.Filter);
      const wanted = all(input).filter((one) => Status === undefined || one.status === Status);
      return center.listed(names.list, input, wanted, ({ id, status, created }) => ({
        RequestId: id,
        Status: status,
        CreatedDate: new Date(created),
      }));
    },
  };
}

/** A request as it is told to whoever makes it: without its time, as recorded. */
export function described(request: AsyncRequest): Record<string, unknown> {
  const { id, status, failureReason, permissionSet, account, principal, principalType } = request;
  const common = {
    Status: status,
    RequestId: id,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    PermissionSetArn: permissionSet,
  };
  if (request.kind === "provision") return { ...common, ...(account && { AccountId: account }) };
  return {
    ...common,
    TargetId: account,
    TargetType: "AWS_ACCOUNT",
    PrincipalId: principal,
    PrincipalType: principalType,
  };
}
