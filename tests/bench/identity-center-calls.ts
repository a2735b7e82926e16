/** What it costs to put back who may be what: calls until people are told that it was verified, and after. */
import type { Artifact } from "@holdfast/cli/build";
import type { Baseline, IdentityCenter } from "@holdfast/core";
import type { Lab, LoggedCall } from "@holdfast/lab";
import { createAttacker } from "@holdfast/lab/stories";
import { openEnforced } from "./enforced-lab.ts";
import type { Figure } from "./figure.ts";

const BEGAN = Date.parse("2026-11-23T09:00:00Z");
/** Twenty minutes hold the last re-check. */
const PATIENCE = 20 * 60_000;

type Sso = ReturnType<typeof createAttacker>["sso"];

interface Change {
  readonly id: string;
  readonly title: string;
  make(sso: Sso, center: IdentityCenter, account: string): Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  {
    id: "assignment",
    title: "an undeclared assignment is taken away",
    make: (sso, center, account) =>
      sso.createAccountAssignment({
        ...setIn(center, "AdministratorAccess"),
        TargetId: account,
        TargetType: "AWS_ACCOUNT",
        PrincipalType: "USER",
        PrincipalId: center.groups[0]?.members[0]?.id,
      }),
  },
  {
    id: "permission-set",
    title: "a widened permission set is as declared in all its accounts",
    async make(sso, center) {
      const set = setIn(center, "ReadOnlyAccess");
      const ManagedPolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      await sso.attachManagedPolicyToPermissionSet({ ...set, ManagedPolicyArn });
      await sso.provisionPermissionSet({ ...set, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
    },
  },
];

export async function identityCenterCalls(
  baseline: Baseline,
  artifact: Artifact,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const change of CHANGES) {
    const { before, after } = await callsAfter(change, baseline, artifact);
    const id = `identity-center-calls.${change.id}`;
    figures.push(
      {
        id: `${id}.until-verified`,
        title: `Identity Center calls until ${change.title}`,
        value: before.length,
        unit: "calls",
        note: operations(before),
      },
      {
        id: `${id}.later`,
        title: "  later reads",
        value: after.length,
        unit: "calls",
        note: operations(after),
      },
    );
  }
  return figures;
}

async function callsAfter(change: Change, baseline: Baseline, artifact: Artifact) {
  const { identityCenter: center } = baseline;
  if (center === undefined) throw new Error("the example declares no Identity Center");
  const { lab, scene, close } = await openEnforced({ baseline, artifact }, BEGAN);
  try {
    const { sso } = createAttacker(scene.management, scene.connection);
    await change.make(sso, center, scene.places.production ?? "");
    await lab.clock.drain(BEGAN + PATIENCE);
    const verified = toldAt(lab);
    const calls = lab
      .calls()
      .filter(({ role }) => role?.endsWith("-enforce-identity-center"))
      .filter(({ action }) => /^(sso|identitystore):/.test(action));
    return {
      before: calls.filter(({ at }) => at <= verified),
      after: calls.filter(({ at }) => at > verified),
    };
  } finally {
    await close();
  }
}

/** When people were told that it is as declared. Throws if they never were. */
function toldAt(lab: Lab): number {
  for (const { at, byProtocol } of lab.published()) {
    if (JSON.parse(byProtocol.sqs ?? "{}").outcome === "REVERTED") return at;
  }
  throw new Error("it was not put back");
}

function setIn({ instance, permissionSets }: IdentityCenter, name: string) {
  const PermissionSetArn = permissionSets.find((set) => set.name === name)?.arn;
  return { InstanceArn: instance, PermissionSetArn };
}

/** Each operation with how often it was called, writes first. */
function operations(calls: readonly LoggedCall[]): string {
  const groups = [...Map.groupBy(calls, ({ action }) => action).values()];
  return groups
    .toSorted((one, other) => Number(one[0]?.readOnly) - Number(other[0]?.readOnly))
    .map((some) => `${some.length} ${some[0]?.action.replace(/^.*:/, "")}`)
    .join(", ");
}
