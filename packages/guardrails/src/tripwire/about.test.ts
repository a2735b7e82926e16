import { describe, expect, it } from "vitest";
import { accountSubject, principalOf, principalSubject, who } from "./about.ts";
import { record, securecart, session } from "./fixture.ts";

const of = (actor: Parameters<typeof record>[1]) => record("iam:X", actor);
const key = (resource: string, account = "100000000009") => ({
  guardrail: "x",
  account,
  region: "us-east-1",
  resource,
});

describe("who made a call", () => {
  it("is told by the role as well as by the name that the caller chose", () => {
    expect(who(of({ actor: session("deep/Admin") }))).toBe("mallory (role Admin)");
    expect(who(of({ actor: { type: "IAMUser", name: "olivia" } }))).toBe("olivia");
  });

  it("is identified by what no caller chooses", () => {
    const other = { ...session("Admin"), name: "somebody-else" };
    expect(principalOf(of({ actor: other }))).toBe(principalOf(of({ actor: session("Admin") })));
    const arn = "arn:aws:iam::100000000009:user/olivia";
    expect(principalOf(of({ actor: { type: "IAMUser", name: "olivia", arn } }))).toBe(arn);
    expect(principalOf(of({ actor: { type: "AWSService", name: "x" } }))).toBe("AWSService");
  });
});

describe("the subject of a key", () => {
  it("is the account, by its name and in its unit, or by its id", () => {
    expect(accountSubject(key("x"), securecart)).toEqual({
      name: "production",
      unit: "Root/Workloads",
      accounts: ["100000000009"],
      resourceType: "AwsAccount",
      resourceId: "AWS::::Account:100000000009",
    });
    const foreign = accountSubject(key("x", "999999999999"), securecart);
    expect(foreign).toMatchObject({ name: "999999999999", accounts: ["999999999999"] });
    expect(foreign).not.toHaveProperty("unit");
  });

  it.each([
    ["arn:aws:iam::100000000009:role/Admin", "AwsIamRole"],
    ["arn:aws:iam::100000000009:user/olivia", "AwsIamUser"],
    ["arn:aws:iam::100000000009:root", "AwsAccount"],
    ["Unknown", "AwsAccount"],
  ])("names the principal %s to Security Hub as %s", (resource, type) => {
    const subject = principalSubject(key(resource), securecart);
    expect(subject).toMatchObject({ name: "production", resourceType: type });
    if (type !== "AwsAccount") expect(subject.resourceId).toBe(resource);
  });
});
