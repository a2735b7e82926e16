/** How permission sets drift from what they are declared to give. */
import { ConflictException, type SSOAdmin } from "@aws-sdk/client-sso-admin";
import * as fc from "fast-check";
import {
  accountOf,
  attack,
  carriedOut,
  center,
  InstanceArn,
  named,
  setOf,
} from "./identity-center.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const AWS = "arn:aws:iam::aws:policy/";
const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const NAMES = center.permissionSets.map(({ name }) => name);
const sets = fc.constantFrom(...NAMES);

const provisions = (name: string) =>
  attack(`provisions ${name}`, ({ sso }) =>
    sso.provisionPermissionSet({ ...named(name), TargetType: "ALL_PROVISIONED_ACCOUNTS" }),
  );

const attaches = (name: string, policy: string) =>
  attack(`attaches ${policy} to ${name}`, ({ sso }) =>
    sso.attachManagedPolicyToPermissionSet({ ...named(name), ManagedPolicyArn: AWS + policy }),
  );

const detaches = (name: string, policy: string) =>
  attack(`detaches ${policy} from ${name}`, ({ sso }) =>
    sso.detachManagedPolicyFromPermissionSet({ ...named(name), ManagedPolicyArn: AWS + policy }),
  );

const refers = (name: string) =>
  attack(`lets ${name} refer to the account's own policy`, ({ sso }) =>
    sso.attachCustomerManagedPolicyReferenceToPermissionSet({
      ...named(name),
      CustomerManagedPolicyReference: { Name: "team", Path: "/teams/" },
    }),
  );

const writesInline = (name: string) =>
  attack(`writes an inline policy into ${name}`, ({ sso }) =>
    sso.putInlinePolicyToPermissionSet({ ...named(name), InlinePolicy: everything }),
  );

const deletesInline = (name: string) =>
  attack(`deletes the inline policy of ${name}`, ({ sso }) =>
    sso.deleteInlinePolicyFromPermissionSet(named(name)),
  );

const bounds = (name: string) =>
  attack(`bounds ${name}`, ({ sso }) =>
    sso.putPermissionsBoundaryToPermissionSet({
      ...named(name),
      PermissionsBoundary: { ManagedPolicyArn: `${AWS}ReadOnlyAccess` },
    }),
  );

const lengthens = (name: string, SessionDuration: string) =>
  attack(`lets sessions of ${name} last ${SessionDuration}`, ({ sso }) =>
    sso.updatePermissionSet({ ...named(name), SessionDuration, Description: "maintenance" }),
  );

const tags = (name: string, Value: string) =>
  attack(`tags ${name} with ${Value}`, ({ sso }) =>
    sso.tagResource({
      InstanceArn,
      ResourceArn: setOf(name).arn,
      Tags: [
        { Key: "team", Value },
        { Key: "owner", Value },
      ],
    }),
  );

const frees = (name: string) =>
  attack(`takes from ${name} what the account's own policy gives`, ({ sso }) =>
    sso.detachCustomerManagedPolicyReferenceFromPermissionSet({
      ...named(name),
      CustomerManagedPolicyReference: { Name: "read-artifacts", Path: "/securecart/" },
    }),
  );

const unbounds = (name: string) =>
  attack(`takes the boundary off ${name}`, ({ sso }) =>
    sso.deletePermissionsBoundaryFromPermissionSet(named(name)),
  );

const widens = (name: string) =>
  carriedOut(
    attack(`makes everybody who has ${name} an administrator`, async ({ sso }, ground) => {
      await attaches(name, "AdministratorAccess").perform(ground);
      await sso.provisionPermissionSet({
        ...named(name),
        TargetType: "ALL_PROVISIONED_ACCOUNTS",
      });
    }),
  );

/** Leaves it as it was, but for AWS, which counts edits. */
const touches = (name: string) =>
  attack(`edits ${name} without changing anything`, ({ sso }) =>
    sso.updatePermissionSet({ ...named(name), SessionDuration: setOf(name).sessionDuration }),
  );

const failsAt = (name: string, account: string) =>
  carriedOut(
    attack(`provisions ${name}, which fails in ${account}`, async ({ sso }, ground) => {
      await touches(name).perform(ground);
      ground.lab.trouble.failProvisioning(accountOf(account), 1);
      await sso.provisionPermissionSet({
        ...named(name),
        TargetType: "ALL_PROVISIONED_ACCOUNTS",
      });
    }),
  );

/** Takes it away from everybody first, as AWS demands. */
const deletes = (name: string): Attack =>
  attack(`deletes ${name}`, async ({ sso }, { lab }) => {
    const state = lab.identityCenter();
    for (const one of state?.assignments.values() ?? []) {
      if (one.permissionSet !== setOf(name).arn) continue;
      await sso.deleteAccountAssignment({
        ...named(name),
        TargetId: one.account,
        TargetType: "AWS_ACCOUNT",
        PrincipalType: one.principalType,
        PrincipalId: one.principal,
      });
    }
    // As soon as AWS lets it: a moment later Holdfast has given it back to somebody.
    for (let tries = 1; !(await isDeleted(sso, name)); tries++) {
      if (tries === 40) throw new Error(`AWS does not let ${name} go`);
      await lab.clock.drain(lab.clock.now() + 500);
    }
  });

async function isDeleted(sso: SSOAdmin, name: string): Promise<boolean> {
  try {
    await sso.deletePermissionSet(named(name));
    return true;
  } catch (error) {
    if (error instanceof ConflictException) return false;
    throw error;
  }
}

const remakes = (name: string): Attack =>
  attack(`deletes ${name} and makes another one of its name`, async ({ sso }, ground) => {
    await deletes(name).perform(ground);
    const { PermissionSet: made } = await sso.createPermissionSet({ InstanceArn, Name: name });
    await sso.createAccountAssignment({
      InstanceArn,
      PermissionSetArn: made?.PermissionSetArn,
      TargetId: ground.scene.management,
      TargetType: "AWS_ACCOUNT",
      PrincipalType: "GROUP",
      PrincipalId: center.groups[0]?.id,
    });
  });

const makes = (name: string) =>
  attack(`makes a permission set ${name}`, ({ sso }) =>
    sso.createPermissionSet({ InstanceArn, Name: name, SessionDuration: "PT12H" }),
  );

export const permissionSet: Scenarios = {
  drifts: [
    attaches("ReadOnlyAccess", "AdministratorAccess"),
    widens("ReadOnlyAccess"),
    touches("ReadOnlyAccess"),
    failsAt("AdministratorAccess", "playground"),
    detaches("PowerUserAccess", "PowerUserAccess"),
    frees("PowerUserAccess"),
    unbounds("PowerUserAccess"),
    detaches("ReadOnlyAccess", "ReadOnlyAccess"),
    refers("ReadOnlyAccess"),
    writesInline("ReadOnlyAccess"),
    writesInline("PowerUserAccess"),
    deletesInline("PowerUserAccess"),
    bounds("AdministratorAccess"),
    lengthens("AdministratorAccess", "PT12H"),
    tags("ReadOnlyAccess", "mallory"),
    deletes("PowerUserAccess"),
    carriedOut(remakes("PowerUserAccess")),
  ],
  told: [makes("Quiet")],
  attacks: fc.oneof(
    sets.map(provisions),
    sets.map(touches),
    sets.map(widens),
    sets.map(unbounds),
    fc
      .tuple(sets, fc.constantFrom("AdministratorAccess", "IAMFullAccess"))
      .map(([name, policy]) => attaches(name, policy)),
    sets.map((name) => detaches(name, name)),
    sets.map(refers),
    sets.map(writesInline),
    sets.map(deletesInline),
    sets.map(bounds),
    fc.tuple(sets, fc.constantFrom("PT2H", "PT12H")).map(([name, hours]) => lengthens(name, hours)),
    fc.tuple(sets, fc.constantFrom("mallory", "platform")).map(([name, tag]) => tags(name, tag)),
    fc.constantFrom("Quiet", "Maintenance").map(makes),
  ),
};
