import { type Baseline, type Json, matches, type TrailRecord } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, made, PRODUCTION, record, securecart, session } from "../tripwire/fixture.ts";
import { breakGlassUse } from "./index.ts";
import { portions } from "./principals.ts";

const accounts = ["production"];
const declaring = (...principals: string[]): Baseline => ({
  ...securecart,
  breakGlass: { principals, accounts },
});

describe("break-glass principals", () => {
  it("are watched if there are any", () => {
    const { breakGlass: _, ...none } = securecart;
    expect(breakGlassUse.watches(none)).toEqual([]);
    expect(breakGlassUse.watches(declaring("role/Way"))).toHaveLength(2);
  });

  it("fit into patterns however many and however long they are", () => {
    const path = "x".repeat(500);
    const names = Array.from(
      { length: 30 },
      (_, index) => `role/${path}/${"y".repeat(60)}${index}`,
    );
    const baseline = declaring(...names, ...names.map((name) => name.replace("role/", "user/")));
    for (const { pattern } of breakGlassUse.watches(baseline)) {
      expect(JSON.stringify(pattern).length).toBeLessThan(2_048);
    }
    expect(portions(baseline, "role").flat()).toEqual(names);
  });

  it("are matched by their whole name, in any partition", () => {
    const watches = breakGlassUse.watches(declaring("role/Way"));
    const by = (arn: string) => ({
      source: "aws.s3",
      "detail-type": "AWS API Call via CloudTrail",
      detail: { userIdentity: { sessionContext: { sessionIssuer: { arn } } } },
    });
    const match = (arn: string) => watches.some(({ pattern }) => matches(pattern, by(arn)));
    expect(match("arn:aws-us-gov:iam::100000000009:role/Way")).toBe(true);
    expect(match("arn:aws:iam::100000000009:role/x/Way")).toBe(false);
    expect(match("arn:aws:iam::100000000009:role/NoWay")).toBe(false);
  });
});

describe("a break-glass role", () => {
  const baseline = declaring("role/emergency/Way");
  const way = session("emergency/Way");

  it("is in use when a session of it calls, under whatever name, also a service for it", () => {
    expect(made(breakGlassUse, record("s3:CreateBucket", { actor: way }), baseline)).toEqual({
      resources: ["role/emergency/Way"],
      what: "role/emergency/Way of production called s3:CreateBucket",
      severity: "CRITICAL",
    });
    const actor = { ...way, invokedBy: "cloudformation.amazonaws.com" };
    expect(made(breakGlassUse, record("s3:CreateBucket", { actor }), baseline).what).toBeDefined();
  });

  it("is told when it is taken, with who took it", () => {
    const request = { roleArn: way.role ?? "" };
    const taken = record("sts:AssumeRole", { request, readOnly: true });
    expect(made(breakGlassUse, taken, baseline)).toEqual({
      resources: ["role/emergency/Way"],
      what: "mallory (role Admin) took role/emergency/Way of production",
      severity: "CRITICAL",
    });
    const failed = { ...taken, errorCode: "RegionDisabledException" };
    expect(made(breakGlassUse, failed, baseline)).toMatchObject({ severity: "MEDIUM" });
  });

  it("of the same name elsewhere is another one", () => {
    const actor = session("emergency/Way", "100000000007");
    expect(made(breakGlassUse, record("s3:CreateBucket", { actor }), baseline).resources).toEqual(
      [],
    );
    const stranger = session("emergency/Way", "999999999999");
    const call = record("s3:CreateBucket", { actor: stranger });
    expect(made(breakGlassUse, call, baseline).resources).toEqual([]);
  });
});

describe("a break-glass user", () => {
  it("who fails to sign in has a name, and no ARN", () => {
    const failed = (name: string, type = "IAMUser") =>
      made(
        breakGlassUse,
        record("signin:ConsoleLogin", { actor: { type, name }, errorCode: "Failure" }),
      );
    expect(failed("olivia")).toEqual({
      resources: ["user/break-glass/olivia"],
      what: "a sign-in as user/break-glass/olivia of production failed",
      severity: "MEDIUM",
    });
    expect(failed("oscar").resources).toEqual([]);
    expect(failed("olivia", "Unknown").resources).toEqual([]);
  });
});

describe("a permission set for emergencies", () => {
  const { breakGlass: _, ...rest } = securecart;
  const baseline: Baseline = {
    ...rest,
    breakGlass: { principals: ["user/x"], accounts, permissionSets: ["Break_Glass"] },
  };
  const reserved = "aws-reserved/sso.amazonaws.com";
  const role = (name: string, path = reserved) => session(`${path}/${name}`);
  const hash = "7243976e43c75fc5";

  // As Identity Center records it, also for the CLI: https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
  const taken = (call: string, set: string, parts: Partial<TrailRecord> = {}) =>
    record(call, {
      account: MANAGEMENT,
      actor: { type: "IdentityCenterUser", name: "94d00cd8-e9e6-4810-b177-b08e84775435" },
      service: { role_name: set, account_id: PRODUCTION },
      readOnly: true,
      ...parts,
    });

  it.each(["sso:Federate", "sso:GetRoleCredentials"])("is told when %s gives it", (call) => {
    expect(made(breakGlassUse, taken(call, "Break_Glass"), baseline)).toEqual({
      resources: ["permission-set/Break_Glass"],
      what: "user 94d00cd8-e9e6-4810-b177-b08e84775435 took permission-set/Break_Glass of production",
      severity: "CRITICAL",
    });
    expect(made(breakGlassUse, taken(call, "ReadOnlyAccess"), baseline).resources).toEqual([]);
    const refused = taken(call, "Break_Glass", { errorCode: "AccessDenied" });
    expect(made(breakGlassUse, refused, baseline).severity).toBe("MEDIUM");
  });

  it("is told with the name of whoever took it, if the baseline has it", () => {
    const [olivia] = securecart.identityCenter?.groups.flatMap(({ members }) => members) ?? [];
    const actor = { type: "IdentityCenterUser", name: olivia?.id ?? "" };
    const { what } = made(breakGlassUse, taken("sso:Federate", "Break_Glass", { actor }), baseline);
    expect(what).toMatch(new RegExp(`^${olivia?.name} took permission-set/Break_Glass`));
  });

  it("is told when a session of it calls, in the same incident, in whatever Region it was made", () => {
    for (const path of [reserved, `${reserved}/eu-west-1`]) {
      const actor = role(`AWSReservedSSO_Break_Glass_${hash}`, path);
      expect(made(breakGlassUse, record("s3:CreateBucket", { actor }), baseline)).toMatchObject({
        resources: ["permission-set/Break_Glass"],
        what: "permission-set/Break_Glass of production called s3:CreateBucket",
      });
    }
  });

  it("is told in an account that the baseline doesn't know yet", () => {
    const actor = session(`${reserved}/AWSReservedSSO_Break_Glass_${hash}`, "100000000099");
    const { what } = made(breakGlassUse, record("s3:CreateBucket", { actor }), baseline);
    expect(what).toContain("permission-set/Break_Glass of 100000000099");
  });

  it("is no other set, and no role that is only named like its own", () => {
    for (const actor of [
      role(`AWSReservedSSO_Break_${hash}`),
      role(`AWSReservedSSO_Break_Glass_2_${hash}`),
      role(`AWSReservedSSO_Break_Glass_${hash}`, "elsewhere"),
      role("AWSReservedSSO_Break_Glass_short"),
    ]) {
      const call = record("s3:CreateBucket", { actor });
      expect(made(breakGlassUse, call, baseline).resources).toEqual([]);
    }
  });

  it("has patterns that let through what Identity Center records, and what its sessions do", () => {
    const patterns = breakGlassUse.watches(baseline).map(({ pattern }) => pattern);
    const match = (type: string, detail: Readonly<Record<string, Json>>) =>
      patterns.some((one) =>
        matches(one, { source: "aws.x", "detail-type": `AWS ${type} via CloudTrail`, detail }),
      );
    const given = (role_name: string) =>
      match("Service Event", {
        eventSource: "sso.amazonaws.com",
        eventName: "GetRoleCredentials",
        serviceEventDetails: { role_name, account_id: PRODUCTION },
      });
    const called = (userName: string) =>
      match("API Call", { userIdentity: { sessionContext: { sessionIssuer: { userName } } } });
    expect([given("Break_Glass"), given("ReadOnlyAccess")]).toEqual([true, false]);
    expect([
      called(`AWSReservedSSO_Break_Glass_${hash}`),
      called(`AWSReservedSSO_Other_${hash}`),
    ]).toEqual([true, false]);
  });
});
