/** Holds on people and time-boxed grants on the in-process lab: who may be what, for how long. */
import { Identitystore } from "@aws-sdk/client-identitystore";
import { SSOAdmin } from "@aws-sdk/client-sso-admin";
import { createClients, createTable } from "@holdfast/aws";
import { type Baseline, setHold } from "@holdfast/core";
import { LabRequestHandler } from "@holdfast/lab";
import { describe, expect, it } from "vitest";
import { enforcing, openTestLab } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than an event takes, with both re-checks. */
const SETTLED = 10 * MINUTE;

const { identityCenter } = baseline;
if (identityCenter === undefined) throw new Error("SecureCart declares Identity Center");
const { instance: InstanceArn, identityStore: IdentityStoreId } = identityCenter;

function idOf(what: "account" | "group" | "set" | "user", wanted: string): string {
  const { groups, permissionSets } = identityCenter ?? { groups: [], permissionSets: [] };
  const ids = {
    account: baseline.accounts.map(({ id, name }) => [name, id]),
    group: groups.map(({ id, name }) => [name, id]),
    set: permissionSets.map(({ arn, name }) => [name, arn]),
    user: groups.flatMap(({ members }) => members).map(({ id, name }) => [name, id]),
  };
  const [, id] = ids[what].find(([name]) => name === wanted) ?? [];
  if (id === undefined) throw new Error(`SecureCart has no ${what} ${wanted}`);
  return id;
}

const OPS = idOf("group", "SecureCart-Ops");
const SAM = idOf("user", "sam@securecart.example");
const OLIVIA = idOf("user", "olivia@securecart.example");
const PRODUCTION = idOf("account", "production");

const declaring: Baseline = {
  ...baseline,
  identityCenter: {
    ...identityCenter,
    justInTime: [
      {
        kind: "membership",
        group: "SecureCart-Ops",
        principal: "sam@*",
        maximumDuration: 2 * HOUR,
        reason: "on call",
      },
      {
        kind: "assignment",
        permissionSet: "PowerUserAccess",
        principal: "sam@*",
        principalType: "USER",
        scope: { accounts: [], units: ["Root/Workloads"], all: false },
        maximumDuration: HOUR,
        reason: "on call",
      },
    ],
  },
};

async function open<T>(act: (world: ReturnType<typeof worldOf>) => Promise<T>): Promise<T> {
  const world = worldOf();
  try {
    return await act(world);
  } finally {
    await world.lab.close();
  }
}

function worldOf() {
  const { lab, scene } = openTestLab({}, enforcing(declaring));
  const { region } = deployment;
  const credentials = { accessKeyId: scene.management, secretAccessKey: "any" };
  const config = { ...scene.connection, region, credentials };
  const requestHandler = new LabRequestHandler(lab.handle);
  const clients = createClients({ region, credentials, requestHandler });
  const log = { info() {}, warn() {}, error() {} };
  const calls = { clients, clock: lab.clock, random: Math.random, log, region };
  const table = createTable({ ...calls, table: deployment.table.name });
  const directory = new Identitystore(config);
  const sso = new SSOAdmin(config);
  return {
    lab,
    directory,
    sso,
    pass: (ms: number) => lab.clock.drain(lab.clock.now() + ms),
    members: () => lab.organization().identityCenter?.members[OPS] ?? [],
    assigned: () =>
      (lab.organization().identityCenter?.assignments[PRODUCTION] ?? []).filter((one) =>
        one.includes("USER"),
      ),
    titles: () => lab.published().map(({ subject }) => subject),
    add: (UserId: string) =>
      directory.createGroupMembership({ IdentityStoreId, GroupId: OPS, MemberId: { UserId } }),
    async remove(user: string) {
      const all = [...(lab.identityCenter()?.memberships.values() ?? [])];
      const MembershipId = all.find((one) => one.group === OPS && one.user === user)?.id;
      await directory.deleteGroupMembership({ IdentityStoreId, MembershipId });
    },
    async assign(set: string) {
      await sso.createAccountAssignment({
        InstanceArn,
        PermissionSetArn: idOf("set", set),
        TargetId: PRODUCTION,
        TargetType: "AWS_ACCOUNT",
        PrincipalType: "USER",
        PrincipalId: SAM,
      });
    },
    hold: (on: string) => setHold(table, { on, reason: "has left", by: "omar" }),
  };
}

describe("membership that a just-in-time tool gives", () => {
  it("stays until its end, is told once meanwhile, and is taken away then", () =>
    open(async ({ add, members, pass, titles }) => {
      await add(SAM);
      await pass(2 * HOUR - MINUTE);
      expect(members()).toContain(SAM);
      expect(titles()).toEqual([
        "[Holdfast] Tolerated for now: group-membership on SecureCart-Ops",
      ]);
      await pass(20 * MINUTE);
      expect(members()).not.toContain(SAM);
      expect(titles()).toHaveLength(2);
      expect(titles()[1]).toContain("Reverted");
    }));

  it("that the tool takes back is over without a word", () =>
    open(async ({ add, members, pass, remove, titles, lab }) => {
      await add(SAM);
      await pass(HOUR);
      await remove(SAM);
      await pass(2 * HOUR);
      expect(members()).not.toContain(SAM);
      expect(titles()).toHaveLength(1);
      expect(lab.findings().map(({ RecordState }) => RecordState)).toEqual(["ARCHIVED"]);
    }));
});

describe("an assignment that a just-in-time tool gives", () => {
  it("stays until its end and is taken away then; another permission set does not stay", () =>
    open(async ({ assign, assigned, pass }) => {
      await assign("PowerUserAccess");
      await assign("AdministratorAccess");
      await pass(SETTLED);
      expect(assigned()).toEqual([`PowerUserAccess USER ${SAM}`]);
      await pass(HOUR + SETTLED);
      expect(assigned()).toEqual([]);
    }));
});

describe("a hold on a user", () => {
  it("keeps a leaver out of the group that declares them, and nobody else", () =>
    open(async ({ hold, members, pass, remove, lab }) => {
      const everybody = members();
      await hold(`arn:aws:identitystore:::user/${OLIVIA}`);
      for (const user of everybody) await remove(user);
      await pass(SETTLED);
      expect(members()).toEqual(everybody.filter((user) => user !== OLIVIA));
      expect(JSON.stringify(lab.published())).toContain("has left");
    }));
});
