import { describe, expect, it } from "vitest";
import { made, record, securecart } from "../tripwire/fixture.ts";
import { vpcOutsideNetworkAccount } from "./index.ts";

describe("a VPC outside the network account", () => {
  it("is not watched for where no account is declared", () => {
    const { networkAccounts: _, ...none } = securecart;
    expect(vpcOutsideNetworkAccount.watches(none)).toEqual([]);
  });

  it("has an incident per account and Region", () => {
    const [watch] = vpcOutsideNetworkAccount.watches(securecart);
    const keys = ["us-east-1", "eu-west-1"].flatMap(
      (region) => watch?.keys(record("ec2:CreateVpc", { region }), securecart) ?? [],
    );
    expect(keys.map(({ account, region }) => `${account} ${region}`)).toEqual([
      "100000000009 us-east-1",
      "100000000009 eu-west-1",
    ]);
  });

  it("is told also for an account that nobody declared", () => {
    const { what } = made(
      vpcOutsideNetworkAccount,
      record("ec2:CreateVpc", { account: "999999999999" }),
    );
    expect(what).toBe("mallory (role Admin) created a VPC in 999999999999, us-east-1");
  });
});
