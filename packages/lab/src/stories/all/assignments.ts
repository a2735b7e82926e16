/** Who has what in which account: given, taken, and never decided on doubt. */
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

type Type = "GROUP" | "USER";

const assignment = (stage: Stage, set: string, type: Type, who: string, account: string) => ({
  InstanceArn: stage.center.instance,
  PermissionSetArn: stage.center.permissionSet(set),
  TargetType: "AWS_ACCOUNT" as const,
  TargetId: stage.place(account),
  PrincipalType: type,
  PrincipalId: type === "USER" ? stage.center.user(who) : stage.center.group(who),
});

async function give(
  stage: Stage,
  set: string,
  type: Type,
  who: string,
  account: string,
): Promise<void> {
  const { sso } = stage.attacker();
  await sso.createAccountAssignment(assignment(stage, set, type, who, account));
}

const sam = "sam@securecart.example";

const nothingWritten = ({ attempts }: Evidence) =>
  attempts.length > 0 &&
  `something was written: ${attempts.map(({ action }) => action).join(", ")}`;

export const assignmentStories: readonly Story[] = [
  {
    id: "user-made-administrator",
    title: "A user is given AdministratorAccess in production directly, past all groups",
    expects: "revert",
    act: (stage) => give(stage, "AdministratorAccess", "USER", sam, "production"),
    also: ({ alerts }) => [
      alerts.length !== 1 && `${alerts.length} alerts instead of one`,
      !JSON.stringify(alerts).includes("sessions that have begun last up to") &&
        "nobody was told that sessions live on",
    ],
  },
  {
    id: "group-swapped",
    title: "In staging the developers' PowerUserAccess is swapped for the support's",
    expects: "revert",
    async act(stage) {
      const { sso } = stage.attacker();
      await give(stage, "PowerUserAccess", "GROUP", "SecureCart-Support", "staging");
      await sso.deleteAccountAssignment(
        assignment(stage, "PowerUserAccess", "GROUP", "SecureCart-Developers", "staging"),
      );
    },
  },
  {
    id: "management-account-assigned",
    title: "The support is given ReadOnlyAccess in the management account",
    expects: "revert",
    act: (stage) => give(stage, "ReadOnlyAccess", "GROUP", "SecureCart-Support", "management"),
  },
  {
    id: "lookup-denied",
    title:
      "The name of whoever got it can't be looked up: unknown is shown, and nothing is removed",
    expects: "alert",
    async act(stage) {
      stage.lab.trouble.deny("identitystore:DescribeUser", stage.identityCenterRole);
      await give(stage, "AdministratorAccess", "USER", sam, "production");
    },
    also: (evidence) => [
      nothingWritten(evidence),
      !JSON.stringify(evidence.findings).includes("UNKNOWN") &&
        "the finding does not say that it is unknown",
    ],
  },
  {
    id: "assignment-exempt",
    title: "An assignment that an exemption covers is told, and stays",
    expects: "alert",
    act: (stage) => give(stage, "ReadOnlyAccess", "USER", sam, "playground"),
    also: (evidence) => [nothingWritten(evidence)],
  },
  {
    id: "leaver-on-hold",
    title: "A leaver under hold is taken out of a group: nobody gives them the access back",
    expects: "alert",
    async act(stage) {
      const { center, lab } = stage;
      await stage.hold(center.user("omar@securecart.example"), "left the company, case 77");
      const leaving = [...(lab.identityCenter()?.memberships.values() ?? [])].find(
        ({ user }) => user === center.user("omar@securecart.example"),
      );
      await stage.attacker().directory.deleteGroupMembership({
        IdentityStoreId: center.identityStore,
        MembershipId: leaving?.id,
      });
    },
    also: (evidence) => [
      nothingWritten(evidence),
      !JSON.stringify(evidence.findings).includes("case 77") && "the hold is not named",
    ],
  },
];
