/** How attachments drift. */
import {
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
} from "@aws-sdk/client-organizations";
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import type { Ground } from "./ground.ts";
import { administrator, policyId as policyIdNow } from "./organization.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const ROGUE = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

export const places = [
  ...baseline.units.map(({ path }) => path),
  ...baseline.accounts.map(({ name }) => name),
];
const declared = baseline.policies.map(({ name }) => name);
/** AWS's own, attached everywhere; a baseline does not name it. */
export const FULL_ACCESS = "p-FullAWSAccess";
const rogues = ["rogue-1", "rogue-2", "rogue-3"];
/** A policy of a type that configures services, which the root's declared one does not let take effect. */
const ROGUE_AI = "rogue-ai";
const OPT_IN = { services: { default: { opt_out_policy: { "@@assign": "optIn" } } } };

function id(ids: Readonly<Record<string, string>>, name: string): string {
  const found = ids[name];
  if (found === undefined) throw new Error(`SecureCart has no ${name}`);
  return found;
}

/** Id of a declared policy, or of a rogue one, which is created the first time. */
async function policyId(ground: Ground, name: string): Promise<string> {
  const { attacker, lab } = ground;
  if (name === FULL_ACCESS) return name;
  if (name !== ROGUE_AI && !rogues.includes(name)) return policyIdNow(ground, name);
  const known = Object.values(lab.organization().policies).find((policy) => policy.name === name);
  if (known !== undefined) return known.id;
  return name === ROGUE_AI ? createOptIn(attacker) : attacker.create(name, ROGUE);
}

async function createOptIn({ organizations }: Ground["attacker"]): Promise<string> {
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: ROGUE_AI,
      Description: "",
      Content: JSON.stringify(OPT_IN),
      Type: "AISERVICES_OPT_OUT_POLICY",
    }),
  );
  return Policy?.PolicySummary?.Id ?? "";
}

export function attaches(policy: string, place: string): Attack {
  return {
    title: `attaches ${policy} to ${place}`,
    async perform(ground) {
      await ground.attacker.attach(await policyId(ground, policy), id(ground.scene.places, place));
    },
  };
}

export function detaches(policy: string, place: string): Attack {
  return {
    title: `detaches ${policy} from ${place}`,
    async perform(ground) {
      await ground.attacker.detach(await policyId(ground, policy), id(ground.scene.places, place));
    },
  };
}

function both(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      for (const attack of attacks) await attack.perform(ground);
    },
  };
}

const newUnit: Attack = {
  title: "attaches rogue-1 to a unit that nobody declared",
  async perform(ground) {
    const { lab, scene, attacker } = ground;
    const root = id(scene.places, "Root");
    await administrator(ground).send(
      new CreateOrganizationalUnitCommand({ ParentId: root, Name: "Shadow" }),
    );
    const unit = Object.keys(lab.organization().attachments).find(
      (target) => !Object.values(scene.places).includes(target) && target.startsWith("ou-"),
    );
    if (unit === undefined) throw new Error("the lab has not created the unit");
    await attacker.attach(await policyId(ground, "rogue-1"), unit);
  },
};

/** Attachments and detachments anywhere, sensible or not; refused ones are part of it. */
export const attacks: fc.Arbitrary<Attack> = fc
  .tuple(
    fc.constantFrom(attaches, detaches),
    fc.constantFrom(...declared, ...rogues, ROGUE_AI),
    fc.constantFrom(...places),
  )
  .map(([act, policy, place]) => act(policy, place));

export const scpAttachment: Scenarios = {
  drifts: [
    detaches("developers-no-iam", "Root/Workloads"),
    detaches("deny-root-user", "Root"),
    detaches("protect-production-data", "production"),
    detaches("resource-perimeter", "Root/Workloads"),
    detaches("ai-opt-out", "Root"),
    attaches("ai-opt-out", "playground"),
    attaches("rogue-ai", "Root"),
    attaches("deny-root-user", "dev"),
    attaches("rogue-1", "Root"),
    both(
      detaches("protect-guardduty-securityhub", "Root/Security"),
      attaches("rogue-2", "Root/Security"),
    ),
    both(...rogues.map((rogue) => attaches(rogue, "staging"))),
    newUnit,
  ],
  attacks,
};
