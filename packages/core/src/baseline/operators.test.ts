import { describe, expect, it } from "vitest";
import { complaints, load } from "./fixture.ts";
import { CENTER, changed } from "./identity-center/fixture.ts";
import { operatorArns } from "./operator-arns.ts";

const withOperators = (list: string) =>
  changed(["permissionSets:\n", `operators: ${list}\npermissionSets:\n`]);

describe("operators", () => {
  it("are the roles of permission sets in the management account, digits left open", () => {
    const baseline = load(withOperators("[Admin]"));
    expect(baseline.operators).toEqual(["Admin"]);
    const { management } = baseline.organization;
    expect(operatorArns(baseline)).toEqual([
      `arn:aws:iam::${management}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_????????????????`,
    ]);
    const elsewhere = { ...baseline.organization, identityCenterRegion: "eu-west-1" };
    expect(operatorArns({ ...baseline, organization: elsewhere })[0]).toContain(
      "/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_",
    );
  });

  it("are none, if nobody is named", () => {
    expect(load(CENTER)).not.toHaveProperty("operators");
    expect(operatorArns(load(CENTER))).toEqual([]);
  });

  it.each([
    ["Admni", "no permission set is named Admni"],
    ["Admin, Admin", "Admin is listed twice"],
  ])("can't be %s", (names, complaint) => {
    expect(complaints(withOperators(`[${names}]`)).join("\n")).toContain(complaint);
  });
});
