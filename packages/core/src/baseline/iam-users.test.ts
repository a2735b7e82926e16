import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "./fixture.ts";

const withUsers = (section: string) =>
  edited("holdfast.yaml", "exemptions:\n", `iamUsers: ${section}\nexemptions:\n`);

describe("IAM users that may exist", () => {
  it("are compiled to ARNs, in an order that leaves no trace", () => {
    const { iamUsers } = load(withUsers("{ allowed: [prod/ci/Legacy, dev/robot] }"));
    expect(iamUsers).toEqual({
      allowed: ["arn:aws:iam::100000000002:user/robot", "arn:aws:iam::100000000003:user/ci/Legacy"],
    });
  });

  it("are unknown if nobody declared any, and none if the section is empty", () => {
    expect(load(FILES)).not.toHaveProperty("iamUsers");
    expect(load(withUsers("{}")).iamUsers).toEqual({ allowed: [] });
  });

  it.each([
    ["in an account that is not there", "{ allowed: [pord/robot] }", "no account is named pord"],
    ["twice", "{ allowed: [dev/robot, dev/robot] }", "dev/robot is listed twice"],
    ["without an account", "{ allowed: [robot] }", "must be <account>/<name>"],
    ["by a pattern", '{ allowed: ["dev/*"] }', "must be <account>/<name>"],
  ])("are refused %s", (_, section, complaint) => {
    expect(complaints(withUsers(section)).join("\n")).toContain(complaint);
  });
});
