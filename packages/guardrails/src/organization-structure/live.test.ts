import { AwsError, type Caller } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { ROOT, SANDBOX, WORKLOADS } from "./fixture.ts";
import { keyOf } from "./keys.ts";
import { observe, type Reads } from "./live.ts";

const DEV = idOf("dev");
const ORGANIZATION = securecart.organization.id;

/** Answers of AWS by operation; an operation without one fails the test. */
function answering(answers: Readonly<Partial<Record<Reads, unknown>>>): Caller<Reads> {
  const answer = (action: Reads): never => {
    const found = answers[action];
    if (found === undefined) throw new Error(`${action} is not asked for here`);
    if (found instanceof Error) throw found;
    return found as never;
  };
  return {
    call: async (action) => answer(action),
    at() {
      throw new Error("it is asked at home");
    },
    async *pages(action) {
      yield answer(action);
    },
  };
}

const accountAt = (...path: readonly string[]) => ({
  Account: { Id: DEV, Name: "dev", State: "ACTIVE", Paths: [`${path.join("/")}/`] },
});
const observed = (id: string, answers: Parameters<typeof answering>[0]) =>
  observe(keyOf(securecart, id), answering(answers), securecart);

describe("an account", () => {
  it("is where its path leads, with its own id at the end or without", async () => {
    for (const end of [[], [DEV]]) {
      const answer = accountAt(ORGANIZATION, ROOT, WORKLOADS, ...end);
      expect(await observed(DEV, { "organizations:DescribeAccount": answer })).toMatchObject({
        kind: "present",
        live: { path: [ROOT, WORKLOADS], carried: {} },
      });
    }
  });

  it.each(["State", "Paths"])("is unknown if AWS leaves out its %s", async (member) => {
    const { Account } = accountAt(ORGANIZATION, ROOT, WORKLOADS);
    const answer = { Account: { ...Account, [member]: undefined } };
    expect(await observed(DEV, { "organizations:DescribeAccount": answer })).toMatchObject({
      kind: "unknown",
      error: { code: "ANSWER_INCOMPLETE" },
    });
  });

  it("that has moved comes with what the units on both ways carry", async () => {
    const found = await observed(DEV, {
      "organizations:DescribeAccount": accountAt(ORGANIZATION, ROOT, SANDBOX, DEV),
      "organizations:ListPoliciesForTarget": { Policies: [{ Id: "p-b" }, { Id: "p-a" }] },
    });
    const carried = {
      SERVICE_CONTROL_POLICY: ["p-a", "p-b"],
      RESOURCE_CONTROL_POLICY: ["p-a", "p-b"],
    };
    expect(found).toMatchObject({
      live: { path: [ROOT, SANDBOX], carried: { [SANDBOX]: carried, [WORKLOADS]: carried } },
    });
  });

  it("that has moved out of a unit that is gone says so", async () => {
    const action = "organizations:ListPoliciesForTarget";
    const found = await observed(DEV, {
      "organizations:DescribeAccount": accountAt(ORGANIZATION, ROOT, DEV),
      [action]: new AwsError(action, "TargetNotFoundException", "gone", "no such target"),
    });
    expect(found).toMatchObject({ live: { carried: { [WORKLOADS]: null } } });
  });

  it("is absent only where AWS says so", async () => {
    const action = "organizations:DescribeAccount";
    const gone = new AwsError(action, "AccountNotFoundException", "gone", "no such account");
    expect(await observed(DEV, { [action]: gone })).toEqual({ kind: "absent" });
    const denied = new AwsError(action, "AccessDeniedException", "denied", "no");
    await expect(observed(DEV, { [action]: denied })).rejects.toBe(denied);
  });
});

describe("a unit", () => {
  const unit = (Name: string) => ({
    OrganizationalUnit: { Id: WORKLOADS, Name, Path: `${ORGANIZATION}/${ROOT}/${WORKLOADS}/` },
  });

  it("is in what its path names before itself", async () => {
    const answers = { "organizations:DescribeOrganizationalUnit": unit("Workloads") };
    expect(await observed(WORKLOADS, answers)).toEqual({
      kind: "present",
      live: { kind: "unit", name: "Workloads", path: [ROOT], nameTakenBy: null },
    });
  });

  it("that has lost its name comes with whoever has it now", async () => {
    const found = await observed(WORKLOADS, {
      "organizations:DescribeOrganizationalUnit": unit("Sandbox"),
      "organizations:ListOrganizationalUnitsForParent": {
        OrganizationalUnits: [
          { Id: WORKLOADS, Name: "Sandbox" },
          { Id: SANDBOX, Name: "Workloads" },
        ],
      },
    });
    expect(found).toMatchObject({ live: { name: "Sandbox", nameTakenBy: SANDBOX } });
  });
});
