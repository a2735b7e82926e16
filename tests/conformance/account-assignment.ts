/** How people come to have what nobody declared, and lose what they should have. */
import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import * as fc from "fast-check";
import {
  accountOf,
  assignment,
  attack,
  carriedOut,
  center,
  groupOf,
  InstanceArn,
  setOf,
  userOf,
} from "./identity-center.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const SETS = center.permissionSets.map(({ name }) => name);
const ACCOUNTS = ["dev", "production", "playground", "management"];
const GROUPS = center.groups.map(({ name }) => name);
const USERS = center.groups.flatMap(({ members }) => members.map(({ name }) => name));

const gives = (set: string, to: string, account: string) =>
  attack(`gives ${set} in ${account} to ${to}`, ({ sso }) => {
    const isGroup = GROUPS.includes(to);
    const id = isGroup ? groupOf(to) : userOf(to);
    return sso.createAccountAssignment(
      assignment(account, setOf(set).arn, isGroup ? "GROUP" : "USER", id),
    );
  });

const takes = (set: string, group: string, account: string) =>
  attack(`takes ${set} in ${account} from ${group}`, ({ sso }) =>
    sso.deleteAccountAssignment(assignment(account, setOf(set).arn, "GROUP", groupOf(group))),
  );

/** One that the fifteen outstanding requests of the quota are no obstacle to. */
const givesUndeclared = (to: string, account: string) =>
  attack(`gives a permission set of their own to ${to} in ${account}`, async ({ sso }) => {
    const { PermissionSet: made } = await sso.createPermissionSet({ InstanceArn, Name: "Quiet" });
    await sso.createAccountAssignment(
      assignment(account, made?.PermissionSetArn ?? "", "GROUP", groupOf(to)),
    );
  });

const leavesDangling = (set: string, account: string) =>
  attack(
    `leaves an assignment of ${set} in ${account} to nobody`,
    async ({ sso, directory }, { lab }) => {
      const IdentityStoreId = center.identityStore;
      const { UserId } = await directory.createUser({
        IdentityStoreId,
        UserName: "eve",
        DisplayName: "Eve",
      });
      await sso.createAccountAssignment(assignment(account, setOf(set).arn, "USER", UserId ?? ""));
      await lab.clock.drain(lab.clock.now() + 10_000);
      await directory.deleteUser({ IdentityStoreId, UserId });
    },
  );

/** Whoever made the role for it is refused once, so AWS fails at what it was asked for. */
const failsToGive = (set: string, to: string, account: string) =>
  carriedOut(
    attack(
      `takes ${set} in ${account} from everybody, and fails to give it to ${to}`,
      async ({ sso }, ground) => {
        await carriedOut(takes(set, "SecureCart-Ops", account)).perform(ground);
        ground.lab.trouble.failProvisioning(accountOf(account), 1);
        const id = groupOf(to);
        await sso.createAccountAssignment(assignment(account, setOf(set).arn, "GROUP", id));
      },
    ),
  );

/** Everybody whom `all` covers has to get it there, too. */
const joins: Attack = {
  title: "makes an account, in which nothing is assigned",
  async perform({ attacker, lab }) {
    await attacker.organizations.send(
      new CreateAccountCommand({ AccountName: "new", Email: "new@securecart.example" }),
    );
    await lab.clock.drain(lab.clock.now() + 60_000);
  },
};

const sets = fc.constantFrom(...SETS);
const accounts = fc.constantFrom(...ACCOUNTS);
const groups = fc.constantFrom(...GROUPS);

export const accountAssignment: Scenarios = {
  drifts: [
    gives("AdministratorAccess", "sam@securecart.example", "production"),
    carriedOut(gives("AdministratorAccess", "sam@securecart.example", "production")),
    carriedOut(gives("AdministratorAccess", "SecureCart-Developers", "production")),
    carriedOut(gives("ReadOnlyAccess", "SecureCart-Support", "management")),
    takes("AdministratorAccess", "SecureCart-Ops", "staging"),
    carriedOut(takes("AdministratorAccess", "SecureCart-Ops", "management")),
    failsToGive("AdministratorAccess", "SecureCart-Support", "playground"),
    carriedOut(givesUndeclared("SecureCart-Support", "playground")),
    joins,
  ],
  told: [leavesDangling("ReadOnlyAccess", "dev")],
  attacks: fc.oneof(
    fc
      .tuple(sets, fc.constantFrom(...GROUPS, ...USERS), accounts)
      .map(([set, to, account]) => gives(set, to, account)),
    fc.tuple(sets, groups, accounts).map(([set, group, account]) => takes(set, group, account)),
  ),
};
