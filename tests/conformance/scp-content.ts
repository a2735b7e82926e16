/** How policies drift: what they say, what they are called, and whether they are there. */
import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { type ControlPolicy, controlPolicies } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import { administrator, policyId } from "./organization.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const QUIET = "aws-guardrails-quiet";

const names = controlPolicies(baseline).map(({ name }) => name);

function declared(name: string): ControlPolicy {
  const policy = controlPolicies(baseline).find((one) => one.name === name);
  if (policy === undefined) throw new Error(`SecureCart has no control policy ${name}`);
  return policy;
}

/** A change of a document, by what it makes of it. */
type Edit = "emptied" | "exempting" | "narrowed" | "opened" | "stricter" | "split" | "shuffled";

/** In the place of what AWS takes for nothing: it refuses a policy without statements. */
const HARMLESS: PolicyStatement = { Effect: "Deny", Action: "a4b:Nothing", Resource: "*" };

const EDITS: Readonly<
  Record<Edit, (statements: readonly PolicyStatement[]) => readonly PolicyStatement[]>
> = {
  emptied: () => [HARMLESS],
  exempting: ([first, ...rest]) => [
    ...(first === undefined
      ? []
      : [{ ...first, Condition: { ...first.Condition, StringNotEquals: { "aws:userid": "me" } } }]),
    ...rest,
  ],
  narrowed: (all) => all.map((one) => ({ ...one, Resource: "arn:aws:s3:::nothing" })),
  opened: () => [{ Effect: "Allow", Action: "*", Resource: "*" }],
  stricter: (all) => [...all, { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }],
  split: ([first, ...rest]) => [...(first === undefined ? [] : apart(first)), ...rest],
  shuffled: (all) => all.toReversed().map(({ Sid: _, ...one }) => one),
};

/** One statement for each action. */
function apart({ Sid: _, ...statement }: PolicyStatement): PolicyStatement[] {
  const { Action } = statement;
  if (Action === undefined || typeof Action === "string") return [statement];
  return Action.map((one) => ({ ...statement, Action: one }));
}

export function edited(name: string, edit: Edit): string {
  const { content, type } = declared(name);
  const statements: readonly PolicyStatement[] = [content.Statement].flat();
  const Statement = EDITS[edit](statements).map((one) =>
    type === "RESOURCE_CONTROL_POLICY" ? { Principal: "*" as const, ...one } : one,
  );
  const document: PolicyDocument = { ...content, Statement };
  return JSON.stringify(document);
}

interface Change {
  readonly edit?: Edit;
  readonly newName?: string;
  readonly description?: string;
}

/** All of it in one call. */
export function rewrites(name: string, { edit, newName, description }: Change): Attack {
  const what = { edit, newName, description };
  return {
    title: `rewrites ${name}: ${Object.values(what).filter(Boolean).join(", ")}`,
    async perform(ground) {
      await administrator(ground).send(
        new UpdatePolicyCommand({
          PolicyId: policyId(ground, name),
          ...(edit && { Content: edited(name, edit) }),
          ...(newName !== undefined && { Name: newName }),
          ...(description !== undefined && { Description: description }),
        }),
      );
    },
  };
}

/** Has all services use what it declares to be kept from them. */
const optsIn: Attack = {
  title: "opts in to what ai-opt-out opts out of",
  async perform(ground) {
    const content = { services: { default: { opt_out_policy: { "@@assign": "optIn" } } } };
    await administrator(ground).send(
      new UpdatePolicyCommand({
        PolicyId: policyId(ground, "ai-opt-out"),
        Content: JSON.stringify(content),
      }),
    );
  },
};

/** Detaches it from everything, as AWS demands, and deletes it. */
export function deletes(name: string): Attack {
  return {
    title: `deletes ${name}`,
    async perform(ground) {
      const client = administrator(ground);
      const PolicyId = policyId(ground, name);
      for (const [TargetId, ids] of Object.entries(ground.lab.organization().attachments)) {
        if (ids.includes(PolicyId)) {
          await client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
        }
      }
      await client.send(new DeletePolicyCommand({ PolicyId }));
    },
  };
}

/** Takes a declared name for another policy, if it is free. */
export function squats(name: string, edit: Edit = "emptied"): Attack {
  return {
    title: `takes the name ${name} for another one: ${edit}`,
    async perform(ground) {
      const { type: Type } = declared(name);
      const Content = edited(name, edit);
      await administrator(ground).send(
        new CreatePolicyCommand({ Name: name, Description: "", Content, Type }),
      );
    },
  };
}

export function inTurn(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      for (const attack of attacks) await attack.perform(ground);
    },
  };
}

const anyEdit = fc.constantFrom(...(Object.keys(EDITS) as Edit[]));
/** A declared name is nobody's who has not lost it, so most of these are refused. */
const anyName = fc.constantFrom(QUIET, ...names.slice(0, 3));

/** Anything that can be done to policies, sensible or not; refused attempts are part of it. */
export const attacks: fc.Arbitrary<Attack> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names.slice(0, 4)).chain(attacksOn) },
  { weight: 1, arbitrary: fc.constantFrom(optsIn, deletes("ai-opt-out")) },
);

function attacksOn(name: string): fc.Arbitrary<Attack> {
  return fc.oneof(
    fc
      .record(
        { edit: anyEdit, newName: anyName, description: fc.constantFrom("", "quiet") },
        { requiredKeys: [] },
      )
      .map((change) => rewrites(name, change)),
    fc.constant(deletes(name)),
    anyEdit.map((edit) => squats(name, edit)),
  );
}

export const scpContent: Scenarios = {
  // Each on a policy of its own, so that all of them can come together.
  drifts: [
    rewrites("developers-no-iam", { edit: "emptied" }),
    rewrites("protect-holdfast", { edit: "exempting", newName: QUIET, description: "quiet" }),
    rewrites("deny-leave-organization", { edit: "opened" }),
    rewrites("no-production-access", { edit: "stricter" }),
    rewrites("protect-security-services", { edit: "split" }),
    rewrites("billing-only-finance", { newName: "billing" }),
    rewrites("resource-perimeter", { edit: "narrowed", description: "quiet" }),
    inTurn(
      rewrites("deny-root-user", { edit: "emptied", newName: "root-user" }),
      squats("deny-root-user"),
    ),
    optsIn,
    deletes("deny-delete-role"),
    inTurn(deletes("no-iam-users"), squats("no-iam-users")),
    inTurn(deletes("vpc-only-network"), squats("vpc-only-network", "shuffled")),
  ],
  attacks,
};
