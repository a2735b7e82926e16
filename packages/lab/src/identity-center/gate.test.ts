import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal } from "../lab.fixture.ts";
import { ADMIN, assignment, centerLab, InstanceArn, OMAR, set, VIEW } from "./center.fixture.ts";

describe("Identity Center", () => {
  it("is nowhere else than in its Region", async () => {
    const { sso, now } = centerLab();
    const elsewhere = sso(MANAGEMENT, "eu-west-1");
    expect((await elsewhere.listInstances({})).Instances).toEqual([]);
    const update = elsewhere.updatePermissionSet({ ...set(VIEW), SessionDuration: "PT8H" });
    expect(await refusal(update)).toBe("AccessDeniedException");
    expect(now()).toEqual(centerLab().now());
  });

  it("takes twenty calls a second, reads and writes together", async () => {
    const { lab, sso, pass } = centerLab();
    lab.trouble.awsRates(true);
    for (let count = 0; count < 10; count++) {
      await sso().listPermissionSets({ InstanceArn });
      await sso().tagResource({ ResourceArn: VIEW, Tags: [{ Key: "count", Value: `${count}` }] });
    }
    expect(await refusal(sso().listInstances({}))).toBe("ThrottlingException");
    await pass(50);
    expect(await refusal(sso().listInstances({}))).toBe("nothing was refused");
    expect(await refusal(sso().listInstances({}))).toBe("ThrottlingException");
  });

  it("is throttled on demand", async () => {
    const { lab, sso } = centerLab();
    lab.trouble.throttle("sso:ListInstances", 1);
    expect(await refusal(sso().listInstances({}))).toBe("ThrottlingException");
    expect(await refusal(sso().listInstances({}))).toBe("nothing was refused");
  });

  it("refuses a write that comes before the last one has settled", async () => {
    const { lab, sso, pass } = centerLab();
    lab.trouble.settling(3_000);
    const update = (arn: string) =>
      refusal(sso().updatePermissionSet({ ...set(arn), SessionDuration: "PT8H" }));
    expect(await update(VIEW)).toBe("nothing was refused");
    expect(await update(VIEW)).toBe("ConflictException");
    expect(await update(ADMIN)).toBe("nothing was refused");
    await pass(2_999);
    expect(await update(VIEW)).toBe("ConflictException");
    await pass(1);
    expect(await update(VIEW)).toBe("nothing was refused");
    const assign = (account: string) =>
      refusal(sso().createAccountAssignment(assignment(account, VIEW, OMAR)));
    expect(await assign(PLAYGROUND)).toBe("nothing was refused");
    expect(await assign(PLAYGROUND)).toBe("ConflictException");
    expect(await assign(PRODUCTION)).toBe("nothing was refused");
    lab.trouble.settling(0);
    expect(await update(VIEW)).toBe("nothing was refused");
  });
});

describe("reads of Identity Center", () => {
  it("come in pages of as many as are asked for, and at most a hundred", async () => {
    const { sso } = centerLab();
    const pages: (readonly string[])[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sso().listPermissionSets({ InstanceArn, MaxResults: 1, NextToken });
      pages.push(page.PermissionSets ?? []);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(pages).toEqual([[ADMIN], [VIEW]]);
    const list = (MaxResults: number) =>
      refusal(sso().listPermissionSets({ InstanceArn, MaxResults }));
    expect(await list(100)).toBe("nothing was refused");
    expect(await list(101)).toBe("ValidationException");
    expect(await list(0)).toBe("ValidationException");
    const token = sso().listPermissionSets({ InstanceArn, NextToken: "nothing" });
    expect(await refusal(token)).toBe("ValidationException");
  });

  it("give short pages on demand, and lose nothing", async () => {
    const { lab, sso } = centerLab();
    lab.trouble.shortPages(true);
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sso().listPermissionSets({ InstanceArn, NextToken });
      found.push(...(page.PermissionSets ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found).toEqual([ADMIN, VIEW]);
  });

  it("show the past on demand", async () => {
    const { lab, sso, pass } = centerLab();
    await pass(10_000);
    await sso().updatePermissionSet({ ...set(VIEW), SessionDuration: "PT8H" });
    lab.trouble.staleReads(5_000);
    const duration = async () => {
      const { PermissionSet } = await sso().describePermissionSet(set(VIEW));
      return PermissionSet?.SessionDuration;
    };
    await pass(4_999);
    expect(await duration()).toBe("PT1H");
    await pass(1);
    expect(await duration()).toBe("PT8H");
  });
});
