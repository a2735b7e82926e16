/** Accounts and units moved, renamed, made and gone: what can be put back is, the rest is told. */
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  LeaveOrganizationCommand,
  MoveAccountCommand,
  UpdateOrganizationalUnitCommand,
} from "@aws-sdk/client-organizations";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const once = ({ alerts }: Evidence) =>
  alerts.length !== 1 && `${alerts.length} alerts instead of one`;

const silent = ({ writes }: Evidence) =>
  writes.length > 0 && `the enforcer wrote ${writes.length} times`;

const tells = (text: string) => (evidence: Evidence) =>
  !evidence.alerts.some(({ message }) => message.includes(text)) && `nobody was told "${text}"`;

/** Otherwise the story is not what it says. */
const sourceNotFound = ({ attempts }: Evidence) =>
  !attempts.some(({ outcome }) => outcome === "SourceParentNotFoundException") &&
  "the account was where the first read said";

/** @param to path of a declared unit, or an id */
async function move(stage: Stage, account: string, to: string): Promise<void> {
  const AccountId = stage.place(account);
  const input = {
    AccountId,
    SourceParentId: stage.lab.organization().accounts[AccountId]?.parent,
    DestinationParentId: to.startsWith("ou-") ? to : stage.place(to),
  };
  await stage.attacker().organizations.send(new MoveAccountCommand(input));
}

async function createUnit(stage: Stage, Name: string): Promise<string> {
  const input = { ParentId: stage.place("Root"), Name };
  const { organizations } = stage.attacker();
  const { OrganizationalUnit } = await organizations.send(
    new CreateOrganizationalUnitCommand(input),
  );
  if (OrganizationalUnit?.Id === undefined) throw new Error(`${Name} was not created`);
  return OrganizationalUnit.Id;
}

/** Whether in the account that is new exactly this is assigned. */
function hasOnly({ before, after }: Evidence, assigned: string): boolean {
  const made = Object.keys(after.accounts).filter((id) => !(id in before.accounts));
  const found = made.flatMap((id) => after.identityCenter?.assignments[id] ?? []);
  return found.length === 1 && found[0] === assigned;
}

export const structureStories: readonly Story[] = [
  {
    id: "account-moved",
    title: "The production account is moved into the sandbox",
    expects: "revert",
    act: (stage) => move(stage, "production", "Root/Sandbox"),
    also: (evidence) => [once(evidence), tells("in production may now call")(evidence)],
  },
  {
    id: "account-moved-on",
    title:
      "An account is moved on while reads are stale: the move back has the wrong source at first",
    expects: "revert",
    async act(stage) {
      await move(stage, "production", "Root/Sandbox");
      await stage.pass(1_000);
      await move(stage, "production", "Root/Infrastructure");
      stage.lab.trouble.staleReads(1_500);
      await stage.pass(3_000);
      stage.lab.trouble.staleReads(0);
    },
    also: (evidence) => [once(evidence), sourceNotFound(evidence)],
  },
  {
    id: "quarantine",
    title: "An account on hold is moved into a quarantine: it stays there",
    expects: "alert",
    async act(stage) {
      await stage.hold(stage.place("dev"), "stolen laptop, case 42");
      const attacker = stage.attacker();
      const denyAll = await attacker.create("quarantine", {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
      });
      const quarantine = await createUnit(stage, "Quarantine");
      await attacker.organizations.send(
        new AttachPolicyCommand({ PolicyId: denyAll, TargetId: quarantine }),
      );
      await move(stage, "dev", quarantine);
    },
    also: (evidence) => [silent(evidence), tells("hold on")(evidence)],
  },
  {
    id: "unit-renamed",
    title: "A unit is renamed: its policies follow its id, people are misled",
    expects: "revert",
    async act(stage) {
      const OrganizationalUnitId = stage.place("Root/Workloads");
      const input = { OrganizationalUnitId, Name: "Archive" };
      await stage.attacker().organizations.send(new UpdateOrganizationalUnitCommand(input));
    },
    also: (evidence) => [once(evidence)],
  },
  {
    id: "unit-deleted",
    title: "A unit is emptied and deleted: nothing brings it back under its id",
    expects: "alert",
    async act(stage) {
      await move(stage, "playground", "Root");
      const OrganizationalUnitId = stage.place("Root/Sandbox");
      const { organizations } = stage.attacker();
      await organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
    },
    also: (evidence) => [silent(evidence), tells("is not in the organization")(evidence)],
  },
  {
    id: "account-leaves",
    title: "The policy against leaving is detached, and an account leaves before it is back",
    expects: "alert",
    async act(stage) {
      const policy = stage.policy("deny-leave-organization");
      await stage.attacker().detach(policy, stage.place("Root"));
      const { organizations } = stage.attacker(stage.place("staging"));
      await organizations.send(new LeaveOrganizationCommand({}));
    },
    ends({ before, attacked }) {
      return { ...attacked, attachments: { ...attacked.attachments, ...withRoot(before) } };

      function withRoot({ attachments, units }: Evidence["before"]) {
        const root = Object.values(units).find(({ parent }) => parent === undefined)?.id ?? "";
        return { [root]: attachments[root] ?? [] };
      }
    },
    also: (evidence) => [tells("is not a member of the organization")(evidence)],
  },
  {
    id: "account-joins",
    title:
      "An account is created that nobody declared: it is told, and who has access to all gets in",
    expects: "alert",
    async act(stage) {
      const input = { AccountName: "shadow-it", Email: "shadow@securecart.example" };
      await stage.attacker().organizations.send(new CreateAccountCommand(input));
    },
    // Ops is declared for all accounts, also those to come.
    ends: ({ attacked, after }) => ({ ...attacked, identityCenter: after.identityCenter }),
    also: (evidence, { center }) => [
      evidence.attempts.some(({ action }) => action !== "sso:CreateAccountAssignment") &&
        "more was written than an assignment",
      !hasOnly(evidence, `AdministratorAccess GROUP ${center.group("SecureCart-Ops")}`) &&
        "not exactly Ops has access to the new account",
      tells("inherits ai-opt-out, billing-only-finance")(evidence),
    ],
  },
];
