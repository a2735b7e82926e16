/** What Identity Center does in the background: requests, how they go on, and how they are asked for. */
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { randomUuid } from "../random.ts";
import type { Operation } from "../service.ts";
import { notFound } from "./errors.ts";
import { type Input, object, text } from "./input.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { AsyncRequest } from "./state.ts";

type Kind = AsyncRequest["kind"];

/** AWS needs seconds, a role at a time: so many milliseconds at least and at most. */
const SHORTEST = 1_000;
const LONGEST = 6_000;

export interface Requests {
  /** Begins one; `work` is what it does when its time has come, and says why it failed. */
  begin(
    request: Pick<AsyncRequest, "kind" | "permissionSet" | "account"> &
      Partial<Pick<AsyncRequest, "principalType" | "principal">>,
    work: () => string | undefined,
  ): AsyncRequest;
  /** Those that are under way. */
  underWay(kind: Kind): readonly AsyncRequest[];
  readonly operations: Readonly<Record<string, Operation>>;
}

export function createRequests(
  center: Center,
  random: Random,
  clock: Pick<LabClock, "now">,
): Requests {
  const save = (request: AsyncRequest) => center.set("requests", request.id, request);

  return {
    begin(request, work) {
      const begun: AsyncRequest = {
        principalType: undefined,
        principal: undefined,
        ...request,
        id: randomUuid(random),
        status: "IN_PROGRESS",
        failureReason: undefined,
        created: clock.now(),
      };
      save(begun);
      center.later(SHORTEST + random() * (LONGEST - SHORTEST), () => {
        const failureReason = work();
        const status = failureReason === undefined ? "SUCCEEDED" : "FAILED";
        save({ ...begun, status, failureReason });
      });
      return begun;
    },
    underWay: (kind) =>
      [...center.current().requests.values()].filter(
        (one) => one.kind === kind && one.status === "IN_PROGRESS",
      ),
    operations: {
      ...reads(center, "create-assignment", {
        name: "AccountAssignmentCreationStatus",
        member: "AccountAssignmentCreationStatus",
        list: "AccountAssignmentsCreationStatus",
        id: "AccountAssignmentCreationRequestId",
      }),
      ...reads(center, "delete-assignment", {
        name: "AccountAssignmentDeletionStatus",
        member: "AccountAssignmentDeletionStatus",
        list: "AccountAssignmentsDeletionStatus",
        id: "AccountAssignmentDeletionRequestId",
      }),
      ...reads(center, "provision", {
        name: "PermissionSetProvisioningStatus",
        member: "PermissionSetProvisioningStatus",
        list: "PermissionSetsProvisioningStatus",
        id: "ProvisionPermissionSetRequestId",
      }),
    },
  };
}

interface Names {
  readonly name: string;
  readonly member: string;
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
      return { [names.member]: described(found) };
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

/** A request as its status is told. */
export function described(request: AsyncRequest): Record<string, unknown> {
  const { id, status, failureReason, permissionSet, account, principal, principalType } = request;
  const common = {
    RequestId: id,
    Status: status,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    PermissionSetArn: permissionSet,
    CreatedDate: new Date(request.created),
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
