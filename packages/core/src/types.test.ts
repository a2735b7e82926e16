/** What the compiler must refuse. `tsc` checks this file: an expected error that is none is one. */
import type { ListPoliciesForTargetCommandInput } from "@aws-sdk/client-organizations";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Action, Input, Output } from "./actions.ts";
import { defineGuardrail } from "./define-guardrail.ts";
import type { Declared } from "./guardrail.ts";
import type { Caller } from "./ports.ts";
import type { Step } from "./step.ts";
import { KEY } from "./testing/toy.ts";

type Read = "organizations:ListPoliciesForTarget";
type Attach = "organizations:AttachPolicy";

const metadata = {
  id: "typed",
  domain: "organization",
  severity: "LOW",
  title: "t",
  why: "w",
  docs: "d",
  watches: [],
  reads: [{ action: "organizations:ListPoliciesForTarget", resources: () => [] }],
  writes: [{ action: "organizations:AttachPolicy", resources: () => [] }],
  desired: () => ({ keys: [KEY], of: () => null }),
  subject: () => ({ name: "n", accounts: [], resourceType: "Other", resourceId: "r" }),
  diff: () => [],
  async *survey() {},
} as const;

/** Never called: only its types matter. */
function calls(aws: Caller<Read>) {
  aws.call("organizations:ListPoliciesForTarget", {
    TargetId: "r-ab12",
    Filter: "SERVICE_CONTROL_POLICY",
  });
  // @ts-expect-error a read that is not declared
  aws.call("organizations:DescribePolicy", { PolicyId: "p-1" });
  // @ts-expect-error a write is no read
  aws.pages("organizations:AttachPolicy", { PolicyId: "p-1", TargetId: "r-ab12" });
  // @ts-expect-error a required member is missing
  aws.call("organizations:ListPoliciesForTarget", { TargetId: "r-ab12" });
  const Filter = "SERVICE_CONTROL_POLICY";
  // @ts-expect-error a required member is undefined
  aws.call("organizations:ListPoliciesForTarget", { TargetId: undefined, Filter });
  // @ts-expect-error a member that the call does not have
  aws.call("organizations:ListPoliciesForTarget", { TargetId: "r-ab12", Filter, Target: "r-ab12" });
}

function definitions() {
  const reason = "attach p-1";
  const TargetId = "r-ab12";
  const attach = "organizations:AttachPolicy" as const;
  const detach = "organizations:DetachPolicy" as const;
  const effect = "restrict" as const;
  const absent = async () => ({ kind: "absent" }) as const;
  const input = { PolicyId: "p-1", TargetId };

  defineGuardrail({
    ...metadata,
    observe: absent,
    plan: () => [{ action: attach, input, effect, reason }],
  });
  defineGuardrail({
    ...metadata,
    observe: absent,
    // @ts-expect-error a step that is not declared
    plan: () => [{ action: detach, input, effect, reason }],
  });
  defineGuardrail({
    ...metadata,
    observe: absent,
    // @ts-expect-error a step's input lacks a required member
    plan: () => [{ action: attach, input: { TargetId }, effect, reason }],
  });
  defineGuardrail({
    ...metadata,
    observe: absent,
    // @ts-expect-error a required member of a step's input is undefined
    plan: () => [{ action: attach, input: { PolicyId: undefined, TargetId }, effect, reason }],
  });
  defineGuardrail({
    ...metadata,
    observe: absent,
    // @ts-expect-error a step without its effect
    plan: () => [{ action: attach, input, reason }],
  });
  defineGuardrail({
    ...metadata,
    async observe(_key, aws) {
      // @ts-expect-error a read that is not declared, inside a guardrail
      await aws.call("organizations:DescribePolicy", { PolicyId: "p-1" });
      return { kind: "absent" };
    },
    plan: () => [],
  });
  defineGuardrail({
    ...metadata,
    // @ts-expect-error AWS has no such action
    reads: [{ action: "organizations:ListPolicy", resources: () => [] }],
    observe: absent,
    plan: () => [],
  });
}

describe("types", () => {
  it("are checked without running any of it", () => {
    expect([calls, definitions].map((one) => typeof one)).toEqual(["function", "function"]);
  });

  it("refuse actions that the SDK has no command for", () => {
    expectTypeOf<Attach>().toExtend<Action>();
    expectTypeOf<"organizations:AttachPolicies">().not.toExtend<Action>();
    expectTypeOf<"organizations:$">().not.toExtend<Action>();
    expectTypeOf<"organizations:">().not.toExtend<Action>();
    expectTypeOf<"s3:GetObject">().not.toExtend<Action>();
    expectTypeOf<string>().not.toExtend<Action>();
  });

  it("give an action the SDK's own input, but for undefined members", () => {
    expectTypeOf<Input<Read>>().toExtend<ListPoliciesForTargetCommandInput>();
    expectTypeOf<Input<Attach>>().toEqualTypeOf<{ PolicyId: string; TargetId: string }>();
    expectTypeOf<{ PolicyId: string }>().not.toExtend<Input<Attach>>();
    expectTypeOf<{ PolicyId: string; TargetId: undefined }>().not.toExtend<Input<Attach>>();
  });

  it("give an action its output", () => {
    type Ids = (string | undefined)[];
    const ids = (output: Output<Read>): Ids => (output.Policies ?? []).map(({ Id }) => Id);
    expectTypeOf(ids).returns.toEqualTypeOf<Ids>();
  });

  it("tie a step's input to its action, for one action and for all", () => {
    expectTypeOf<Step<Attach>["input"]>().toEqualTypeOf<Input<Attach>>();
    type Mixed = { action: Attach; input: { Name: string }; effect: "grant"; reason: string };
    expectTypeOf<Mixed>().not.toExtend<Step>();
    expectTypeOf<Step<Attach>>().toExtend<Step>();
  });

  it("refuse a declaration of an unknown action", () => {
    expectTypeOf<Declared["action"]>().toEqualTypeOf<Action>();
  });
});
