import type { Baseline, GuardedGroup } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { guarding, userId } from "./fixture.ts";
import { groupMembership } from "./index.ts";
import { declaredKeys, keyOf } from "./keys.ts";

const [ops] = (securecart.identityCenter?.groups ?? []).filter(
  ({ name }) => name === "SecureCart-Ops",
);
if (ops === undefined) throw new Error("SecureCart guards SecureCart-Ops");
const key = keyOf(securecart, ops.id);

function guardedIn(groups: readonly GuardedGroup[]): Baseline {
  const { identityCenter: center } = securecart;
  if (center === undefined) throw new Error("SecureCart declares Identity Center");
  return { ...securecart, identityCenter: { ...center, groups } };
}

const allowed = (baseline: Baseline) =>
  new Map(
    [...groupMembership.reads, ...groupMembership.writes].map((one) => [
      one.action,
      one.resources(baseline),
    ]),
  );

describe("the role for group-membership", () => {
  it("may make declared users members of guarded groups, and nobody else of nothing else", () => {
    const members = (securecart.identityCenter?.groups ?? []).flatMap((group) => group.members);
    const arns = allowed(securecart).get("identitystore:CreateGroupMembership") ?? [];
    const principals = arns.filter((arn) => /:(group|user)\//.test(arn));
    const ids = new Set([
      ...declaredKeys(securecart).map(({ resource }) => `group/${resource}`),
      ...members.map(({ id }) => `user/${id}`),
    ]);
    expect(new Set(principals.map((arn) => arn.replace(/^.*:/, "")))).toEqual(ids);
  });

  it("may remove members of guarded groups only", () => {
    const arns = allowed(securecart).get("identitystore:DeleteGroupMembership") ?? [];
    const groups = arns.filter((arn) => arn.includes(":group/"));
    expect(groups.map((arn) => arn.replace(/^.*\//, "")).toSorted()).toEqual(
      declaredKeys(securecart)
        .map(({ resource }) => resource)
        .toSorted(),
    );
  });

  it("has room in a role's policies, however many there are", () => {
    const many = guardedIn([guarding(...Array.from({ length: 500 }, (_, index) => index))]);
    expect(JSON.stringify([...allowed(many).values()]).length).toBeLessThan(3_000);
  });

  it("may write nothing where no group is guarded", () => {
    for (const { action, resources } of groupMembership.writes) {
      expect(resources(guardedIn([])), action).toEqual([]);
    }
  });
});

describe("a key of group-membership", () => {
  it("is about every account where the group is assigned something", () => {
    const { accounts, name } = groupMembership.subject(key, securecart);
    expect(name).toBe("SecureCart-Ops");
    expect([...accounts].toSorted()).toEqual(securecart.accounts.map(({ id }) => id).toSorted());
  });

  it("leads to the other guarded groups where somebody was added, and only then", () => {
    const difference = { path: "x", expected: null, actual: null, message: "x" };
    const next = (kind: "missing" | "unexpected") =>
      groupMembership.neighbours(key, [{ ...difference, kind }], securecart);
    expect(next("unexpected")).toEqual(
      declaredKeys(securecart).filter(({ resource }) => resource !== ops.id),
    );
    expect(next("missing")).toEqual([]);
  });
});

describe("what membership means for access", () => {
  async function impactOf(names: readonly string[]) {
    const members = names.map((UserId, index) => ({
      MembershipId: `m-${index}`,
      MemberId: { UserId },
    }));
    const inspection = await groupMembership.inspect(key, securecart, {
      async call(action: string, { UserId }: { UserId?: string }) {
        if (action.endsWith("DescribeUser")) return { UserName: `name-${UserId?.slice(-1)}` };
        return { DisplayName: ops?.name };
      },
      at() {
        throw new Error("it is asked at home");
      },
      async *pages() {
        yield { GroupMemberships: members };
      },
    } as never);
    if (inspection.kind !== "known") throw new Error("it can be read");
    return inspection.impact?.();
  }
  const declared = ops.members.map(({ id }) => id);

  it("is what the group is assigned where, and how long sessions live on", async () => {
    const impact = await impactOf([...declared, userId(1)]);
    expect(impact?.accounts).toBe(securecart.accounts.length);
    expect(impact?.sentences).toEqual([
      expect.stringMatching(
        /^name-1 now has AdministratorAccess in \S+ and 9 more accounts, EmergencyAccess in production$/,
      ),
      "sessions that have begun last up to PT1H, also after the membership is gone",
    ]);
  });

  it("is said of five by name, and counted for the rest", async () => {
    const strangers = Array.from({ length: 8 }, (_, index) => userId(index + 1));
    const impact = await impactOf([...declared, ...strangers]);
    expect(impact?.sentences[0]).toMatch(
      /^name-1, name-2, name-3, name-4, name-5, 3 more now have A/,
    );
  });

  it("is nothing where nobody was added", async () => {
    expect(await impactOf(declared.slice(1))).toBeUndefined();
  });
});
