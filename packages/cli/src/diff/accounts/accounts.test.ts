import type { Baseline, DeclaredTrust } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { diffTo, securecart } from "../fixture.ts";
import { tellEffect } from "../words.ts";

/** In words: what opens with a `+`, what closes with a `-`. */
function told(next: Baseline, old: Baseline = securecart): string[] {
  const { opens, closes, changes } = diffTo(next, old);
  expect(changes).toEqual([]);
  return [
    ...opens.map((one) => `+ ${tellEffect(one, "opened").sentence}`),
    ...closes.map((one) => `- ${tellEffect(one, "closed").sentence}`),
  ];
}

const [deploy] = securecart.trust ?? [];
const [cicd] = deploy?.principals ?? [];
if (deploy === undefined || cicd === undefined) throw new Error("SecureCart declares no trust");
const trust = (change: Partial<DeclaredTrust>): Baseline => ({
  ...securecart,
  trust: [{ ...deploy, ...change }],
});
const without = (key: keyof Baseline): Baseline => {
  const { [key]: _, ...rest } = securecart;
  return rest as Baseline;
};

describe("a role that lets somebody in", () => {
  const other = { ...cicd, name: "account:dev", arn: "arn:aws:iam::100000000007:root" };

  it("opens with whoever is added, and closes with whoever is taken out", () => {
    expect(told(trust({ principals: [cicd, other] }))).toEqual([
      "+ DeployRole may let in account:dev",
    ]);
    expect(told(trust({ principals: [other] }))).toEqual([
      "+ DeployRole may let in account:dev",
      "- DeployRole lets in role:devops/CiCd no more",
    ]);
    expect(told({ ...securecart, trust: [] })).toEqual([
      "- DeployRole lets in role:devops/CiCd no more: it is to let in nobody",
    ]);
  });

  it("opens without its external id, or with other conditions", () => {
    const { externalId: _, ...plain } = deploy;
    const dropped = { ...securecart, trust: [plain] };
    expect(told(dropped)).toEqual(["+ DeployRole asks for no external id any more"]);
    expect(told(securecart, dropped)).toEqual(["- DeployRole asks for an external id"]);
    const conditions = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    expect(told(trust({ conditions }))[0]).toContain("+ DeployRole lets in on other conditions");
  });

  it("opens for whoever has another id now, and if it is another role itself", () => {
    expect(told(trust({ principals: [{ ...cicd, id: "AROAOTHER0000000001" }] }))).toEqual([
      "+ DeployRole may let in another role:devops/CiCd: its id has changed",
    ]);
    expect(told(trust({ id: "AROAOTHER0000000002" }))).toEqual([
      "+ DeployRole is another role now: its id has changed",
    ]);
  });

  it("is guarded by nobody once the section is gone", () => {
    expect(told(without("trust"))[0]).toContain("+ nobody guards any more which roles let in");
    expect(told(securecart, without("trust")).at(-1)).toContain("- roles let in");
  });
});

describe("what else is about accounts", () => {
  it("opens with users that may exist, and operators that may look", () => {
    const user = "arn:aws:iam::100000000007:user/ci";
    expect(told({ ...securecart, iamUsers: { allowed: [user] } })).toEqual([`+ ${user} may exist`]);
    expect(told(without("iamUsers"))).toEqual(["+ nobody guards IAM users any more"]);
    expect(told({ ...securecart, operators: ["AdministratorAccess", "ReadOnlyAccess"] })).toEqual([
      "+ whoever has ReadOnlyAccess in the management account may look into every account",
    ]);
  });

  it("opens with longer keys for emergencies, and closes with shorter ones", () => {
    const { breakGlass } = securecart;
    if (breakGlass === undefined) throw new Error("SecureCart has no break-glass access");
    const keys = (hours: number) => ({
      ...securecart,
      breakGlass: { ...breakGlass, accessKeysFor: hours * 3_600_000 },
    });
    expect(told(keys(24))[0]).toBe(
      "+ access keys of users for emergencies may be active for 24 hours",
    );
    expect(told(keys(1))[0]).toBe(
      "- access keys of users for emergencies may be active for 1 hour",
    );
    const { accessKeysFor: _, ...forever } = breakGlass;
    expect(told({ ...securecart, breakGlass: forever })[0]).toContain(
      "as long as nobody ends them",
    );
  });

  it("opens with trails and detectors that are guarded no more, or less", () => {
    const { securityServices } = securecart;
    const [trail] = securityServices?.trails ?? [];
    const guardDuty = securityServices?.guardDuty;
    if (trail === undefined || guardDuty === undefined) throw new Error("nothing watches");
    const services = (change: object) => ({
      ...securecart,
      securityServices: { trails: [trail], guardDuty, ...change },
    });
    expect(told(services({ trails: [] }))).toEqual([
      "+ nobody guards the trail organization-trail any more",
    ]);
    expect(told(services({ trails: [{ ...trail, bucket: "other" }] }))[0]).toContain("to other/");
    expect(told(services({ guardDuty: { ...guardDuty, features: [] } }))).toContain(
      "+ GuardDuty may go without S3_DATA_EVENTS",
    );
    expect(told(services({ guardDuty: { ...guardDuty, archiveFilters: ["noise"] } }))).toEqual([
      '+ the filter "noise" may archive findings of GuardDuty',
    ]);
  });

  it("opens with duties that are others' as well", () => {
    expect(told({ ...securecart, networkAccounts: ["dev", "network"] })).toEqual([
      "+ a VPC that is made in dev is told no more",
    ]);
    expect(told(without("finance"))).toHaveLength(2);
  });
});

it("what nothing can be said of is not the same all the same", () => {
  const links = { repository: "https://git.example.com/other" };
  const { opens, closes, changes } = diffTo({ ...securecart, links }, securecart);
  expect([...opens, ...closes]).toEqual([]);
  expect(changes.map(({ name }) => name)).toEqual(["links"]);
});
