/** How units and accounts drift from their places. */
import {
  AcceptHandshakeCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  InviteAccountToOrganizationCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RemoveAccountFromOrganizationCommand,
  UpdateOrganizationalUnitCommand,
} from "@aws-sdk/client-organizations";
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import type { Ground } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

/** Longer than the lab takes to create or to close an account. Milliseconds. */
const SETTLED = 61_000;
const OUTSIDER = "300000000001";

const units = baseline.units.map(({ path }) => path).filter((path) => path !== "Root");
const members = baseline.accounts
  .filter(({ id }) => id !== baseline.organization.management)
  .map(({ name }) => name);
const UNDECLARED = "Shadow";

export function clientOf({ scene }: Ground, accessKeyId = scene.management): OrganizationsClient {
  return new OrganizationsClient({
    ...scene.connection,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  });
}

/** Id of an account or unit; of the undeclared unit as well, which is created when first needed. */
async function idOf(ground: Ground, name: string): Promise<string> {
  const declared = ground.scene.places[name];
  if (declared !== undefined) return declared;
  const there = Object.values(ground.lab.organization().units).find((unit) => unit.name === name);
  if (there !== undefined) return there.id;
  const input = { ParentId: ground.scene.places.Root, Name: name };
  const client = clientOf(ground);
  const { OrganizationalUnit } = await client.send(new CreateOrganizationalUnitCommand(input));
  if (OrganizationalUnit?.Id === undefined) throw new Error(`${name} was not created`);
  return OrganizationalUnit.Id;
}

export function moves(account: string, unit: string): Attack {
  return {
    title: `moves ${account} to ${unit}`,
    async perform(ground) {
      const AccountId = await idOf(ground, account);
      const DestinationParentId = await idOf(ground, unit);
      const SourceParentId = ground.lab.organization().accounts[AccountId]?.parent;
      const input = { AccountId, SourceParentId, DestinationParentId };
      await clientOf(ground).send(new MoveAccountCommand(input));
    },
  };
}

export function renames(unit: string, Name: string): Attack {
  return {
    title: `renames ${unit} to ${Name}`,
    async perform(ground) {
      const OrganizationalUnitId = await idOf(ground, unit);
      const input = { OrganizationalUnitId, Name };
      await clientOf(ground).send(new UpdateOrganizationalUnitCommand(input));
    },
  };
}

const creates: Attack = {
  title: "creates a unit",
  perform: async (ground) => void (await idOf(ground, UNDECLARED)),
};

function deletes(unit: string): Attack {
  return {
    title: `deletes ${unit}`,
    async perform(ground) {
      const OrganizationalUnitId = await idOf(ground, unit);
      await clientOf(ground).send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
    },
  };
}

function removes(account: string): Attack {
  return {
    title: `removes ${account}`,
    async perform(ground) {
      const AccountId = await idOf(ground, account);
      await clientOf(ground).send(new RemoveAccountFromOrganizationCommand({ AccountId }));
    },
  };
}

function closes(account: string): Attack {
  return {
    title: `closes ${account}`,
    async perform(ground) {
      const AccountId = await idOf(ground, account);
      await clientOf(ground).send(new CloseAccountCommand({ AccountId }));
    },
  };
}

const makesAccount: Attack = {
  title: "creates an account",
  async perform(ground) {
    const input = { AccountName: "shadow", Email: "shadow@securecart.example" };
    await clientOf(ground).send(new CreateAccountCommand(input));
    await ground.lab.clock.drain(ground.lab.clock.now() + SETTLED);
  },
};

const invites: Attack = {
  title: "invites an account, which joins",
  async perform(ground) {
    const { Handshake } = await clientOf(ground).send(
      new InviteAccountToOrganizationCommand({ Target: { Type: "ACCOUNT", Id: OUTSIDER } }),
    );
    const client = clientOf(ground, OUTSIDER);
    await client.send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }));
  },
};

function both(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      for (const attack of attacks) await attack.perform(ground);
    },
  };
}

/** Accounts and units moved and renamed anywhere; refused ones are part of it. */
export const attacks: fc.Arbitrary<Attack> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...members), fc.constantFrom("Root", UNDECLARED, ...units))
    .map(([account, unit]) => moves(account, unit)),
  fc
    .tuple(
      fc.constantFrom(...units),
      fc.constantFrom("Archive", ...units.map((path) => path.slice("Root/".length))),
    )
    .map(([unit, name]) => renames(unit, name)),
);

export const organizationStructure: Scenarios = {
  drifts: [
    moves("production", "Root/Sandbox"),
    moves("dev", "Root"),
    renames("Root/Workloads", "Archive"),
    both(
      renames("Root/Workloads", "for now"),
      renames("Root/Sandbox", "Workloads"),
      renames("Root/Workloads", "Sandbox"),
    ),
  ],
  told: [
    creates,
    moves("playground", UNDECLARED),
    both(moves("playground", "Root"), deletes("Root/Sandbox")),
    removes("staging"),
    closes("staging"),
    makesAccount,
    invites,
    both(renames("Root/Workloads", "Archive"), {
      title: "creates another one of its name",
      perform: async (ground) => {
        const input = { ParentId: ground.scene.places.Root, Name: "Workloads" };
        await clientOf(ground).send(new CreateOrganizationalUnitCommand(input));
      },
    }),
  ],
  attacks,
};
