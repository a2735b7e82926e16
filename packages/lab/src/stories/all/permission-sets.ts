/** Permission sets widened, deleted, and edited without effect: what must come back by itself. */
import { byEnforcer, type Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

const set = ({ center }: Stage, name: string) => ({
  InstanceArn: center.instance,
  PermissionSetArn: center.permissionSet(name),
});

async function widen(stage: Stage, name: string): Promise<void> {
  const { sso } = stage.attacker();
  await sso.attachManagedPolicyToPermissionSet({
    ...set(stage, name),
    ManagedPolicyArn: ADMINISTRATOR,
  });
}

async function provision(stage: Stage, name: string): Promise<void> {
  const { sso } = stage.attacker();
  await sso.provisionPermissionSet({
    ...set(stage, name),
    TargetType: "ALL_PROVISIONED_ACCOUNTS",
  });
}

const once = ({ alerts }: Evidence) =>
  alerts.length !== 1 && `${alerts.length} alerts instead of one`;

export const permissionSetStories: readonly Story[] = [
  {
    id: "permission-set-widened",
    title: "ReadOnlyAccess is made AdministratorAccess, in production and wherever else it is",
    expects: "revert",
    async act(stage) {
      await widen(stage, "ReadOnlyAccess");
      await provision(stage, "ReadOnlyAccess");
    },
    also: (evidence) => [
      once(evidence),
      !JSON.stringify(evidence.alerts).includes("may now call") &&
        "nobody was told what it opened, with an example",
    ],
  },
  {
    id: "permission-set-not-provisioned",
    title: "The same edit, before it is provisioned: no account ever has it",
    expects: "revert",
    act: (stage) => widen(stage, "ReadOnlyAccess"),
    also: (evidence) => [once(evidence), ...givenTo(evidence)],
  },
  {
    id: "permission-set-deleted",
    title:
      "PowerUserAccess is taken from everybody and deleted: it comes back with its assignments",
    expects: "revert",
    async act(stage) {
      const { sso } = stage.attacker();
      await sso.deleteAccountAssignment({
        ...set(stage, "PowerUserAccess"),
        TargetType: "AWS_ACCOUNT",
        TargetId: stage.place("staging"),
        PrincipalType: "GROUP",
        PrincipalId: stage.center.group("SecureCart-Developers"),
      });
      // As soon as AWS lets it: nobody has it any more then, and Holdfast has not given it back yet.
      const remove = () => sso.deletePermissionSet(set(stage, "PowerUserAccess"));
      for (let tries = 0; !(await remove().then(...settled)); tries++) {
        if (tries === 20) throw new Error("AWS does not let the permission set go");
        await stage.pass(500);
      }
    },
  },
  {
    id: "provisioning-fails",
    title:
      "What is put right can't be brought to one of several accounts at first: it is followed up",
    expects: "revert",
    async act(stage) {
      const { sso } = stage.attacker();
      await sso.updatePermissionSet({
        ...set(stage, "AdministratorAccess"),
        SessionDuration: "PT12H",
      });
      await provision(stage, "AdministratorAccess");
      await stage.pass(8_000);
      stage.lab.trouble.failProvisioning(stage.place("staging"), 1);
    },
    also: ({ writes }) => [
      writes.filter(({ action }) => action === "sso:ProvisionPermissionSet").length < 2 &&
        "it was not tried again",
    ],
  },
  {
    id: "identity-center-throttled",
    title: "Identity Center throttles reads and writes, then lets them through",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.throttle("sso:DescribePermissionSet", 2);
      stage.lab.trouble.throttle("sso:DetachManagedPolicyFromPermissionSet", 2);
      await widen(stage, "ReadOnlyAccess");
    },
  },
];

/** True for what was done, false for what AWS refuses for now. */
const settled = [
  () => true,
  (error: unknown) => {
    if (error instanceof Error && error.name === "ConflictException") return false;
    throw error;
  },
] as const;

/** Accounts that were ever given what was attached. */
function givenTo({ calls }: Evidence): readonly string[] {
  const provisioned = calls.some(
    (call) => call.action === "sso:ProvisionPermissionSet" && !byEnforcer(call),
  );
  return provisioned ? ["the attacker has provisioned it"] : [];
}
