/** Policies rewritten, renamed and deleted while they are attached: what a list of attachments never shows. */
import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import type { OrganizationSnapshot } from "../../snapshot.ts";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const POLICY = "developers-no-iam";
const HARMLESS = { Effect: "Deny", Action: "a4b:DeleteDevice", Resource: "*" };
const EXTRA = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

/** The part of a document that the stories change. */
interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
}

/** The text of a declared policy with other statements. */
function rewritten(
  { lab, policy }: Stage,
  name: string,
  change: (statements: readonly Statement[]) => readonly object[],
): string {
  const document: { readonly Statement: readonly Statement[] } = JSON.parse(
    lab.organization().policies[policy(name)]?.content ?? "",
  );
  return JSON.stringify({ ...document, Statement: change(document.Statement) });
}

const without = (action: string) => (statements: readonly Statement[]) =>
  statements.map((one) => ({ ...one, Action: [one.Action].flat().filter((it) => it !== action) }));

async function update(stage: Stage, changes: { Content?: string; Name?: string }): Promise<void> {
  const PolicyId = stage.policy(POLICY);
  await stage.attacker().organizations.send(new UpdatePolicyCommand({ PolicyId, ...changes }));
}

async function take(stage: Stage, Name: string): Promise<void> {
  const Content = JSON.stringify({ Version: "2012-10-17", Statement: [HARMLESS] });
  const Type = "SERVICE_CONTROL_POLICY";
  await stage
    .attacker()
    .organizations.send(new CreatePolicyCommand({ Name, Description: "", Content, Type }));
}

/** AWS deletes nothing that is still attached. */
async function remove(stage: Stage, name: string): Promise<void> {
  const attacker = stage.attacker();
  const PolicyId = stage.policy(name);
  for (const [target, ids] of Object.entries(stage.lab.organization().attachments)) {
    if (ids.includes(PolicyId)) await attacker.detach(PolicyId, target);
  }
  await attacker.organizations.send(new DeletePolicyCommand({ PolicyId }));
}

/** As before, but for the id of a policy that was made again. */
function remade({ before, after }: Evidence, old: string): OrganizationSnapshot {
  const { [old]: policy, ...policies } = before.policies;
  const made = Object.values(after.policies).find(
    ({ id, name }) => id !== old && name === policy?.name,
  );
  if (policy === undefined || made === undefined) return before;
  const now = (ids: readonly string[]) => ids.map((id) => (id === old ? made.id : id)).sort();
  const attachments = Object.entries(before.attachments).map(([target, ids]) => [target, now(ids)]);
  return {
    ...before,
    policies: { ...policies, [made.id]: { ...policy, id: made.id } },
    attachments: Object.fromEntries(attachments),
  };
}

const calls = ({ writes }: Evidence, ...actions: readonly string[]) => {
  const made = writes.map(({ action }) => action.split(":")[1]);
  return made.join() !== actions.join() && `it called ${made.join(", ")}`;
};

const saysWhatWasOpened = ({ alerts }: Evidence) =>
  !alerts.some(({ message }) => message.includes("may now call iam:CreateRole")) &&
  "no alert says what was opened";

export const contentStories: readonly Story[] = [
  {
    id: "policy-weakened",
    title: "One action is taken out of a policy that stays attached everywhere",
    expects: "revert",
    act: async (stage) =>
      update(stage, { Content: rewritten(stage, POLICY, without("iam:CreateRole")) }),
    also: (evidence) => [calls(evidence, "UpdatePolicy"), saysWhatWasOpened(evidence)],
  },
  {
    id: "policy-renamed",
    title: "A policy is weakened, and named like one of Control Tower's in the same call",
    expects: "revert",
    act: async (stage) =>
      update(stage, {
        Name: "aws-guardrails-quiet",
        Content: rewritten(stage, POLICY, without("iam:CreateRole")),
      }),
    also: (evidence) => [calls(evidence, "UpdatePolicy"), saysWhatWasOpened(evidence)],
  },
  {
    id: "policy-deleted",
    title: "A policy is detached everywhere and deleted: it is made again, and attached again",
    expects: "revert",
    act: (stage) => remove(stage, "deny-delete-role"),
    ends: (evidence, stage) => remade(evidence, stage.policy("deny-delete-role")),
    also: (evidence) => [calls(evidence, "CreatePolicy", "AttachPolicy", "AttachPolicy")],
  },
  {
    id: "policy-deleted-killed",
    title: "The same, and the function is killed before it could note the new id",
    expects: "revert",
    patience: 60 * 60_000,
    async act(stage) {
      stage.lab.trouble.freeze(stage.enforcerRole, "organizations:CreatePolicy");
      await remove(stage, "deny-delete-role");
    },
    ends: (evidence, stage) => remade(evidence, stage.policy("deny-delete-role")),
    also: ({ after, before }) => [
      Object.keys(after.policies).length !== Object.keys(before.policies).length &&
        "it was made twice",
    ],
  },
  {
    id: "name-squatted",
    title: "A policy is renamed and weakened, and another one takes its name",
    expects: "revert",
    async act(stage) {
      await update(stage, {
        Name: "old",
        Content: rewritten(stage, POLICY, without("iam:CreateRole")),
      });
      await take(stage, POLICY);
    },
    // What it says comes first: it does not wait for the name.
    also: (evidence) => [calls(evidence, "UpdatePolicy", "UpdatePolicy", "UpdatePolicy")],
  },
  {
    id: "policy-reordered",
    title: "A policy is saved with its statements turned around, without Sids, and indented",
    expects: "nothing",
    async act(stage) {
      const text = rewritten(stage, POLICY, (all) =>
        all.toReversed().map(({ Sid: _, ...one }) => one),
      );
      await update(stage, { Content: JSON.stringify(JSON.parse(text), null, 2) });
    },
    ends: ({ attacked }) => attacked,
  },
  {
    id: "policy-tightened",
    title: "A policy is made stricter: told, and left to people",
    expects: "alert",
    act: async (stage) =>
      update(stage, { Content: rewritten(stage, POLICY, (all) => [...all, EXTRA]) }),
    also: (evidence) => [calls(evidence)],
  },
];
