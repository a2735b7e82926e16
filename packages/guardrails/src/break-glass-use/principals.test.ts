import { type Baseline, matches } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { made, record, securecart, session } from "../tripwire/fixture.ts";
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
