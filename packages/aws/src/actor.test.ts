import { describe, expect, it } from "vitest";
import { parseActor } from "./actor.ts";

describe("parseActor", () => {
  it.each([
    [
      "root, whose session issuer is there but empty",
      { type: "Root", principalId: "1", sessionContext: { sessionIssuer: {} } },
      { type: "Root", name: "root" },
    ],
    [
      "an IAM user",
      { type: "IAMUser", userName: "mallory", arn: "arn:aws:iam::1:user/x/mallory" },
      { type: "IAMUser", name: "mallory", arn: "arn:aws:iam::1:user/x/mallory" },
    ],
    [
      "an assumed role without ARN, whose session is in the principal id",
      { type: "AssumedRole", principalId: "AROAX:mallory" },
      { type: "AssumedRole", name: "mallory" },
    ],
    [
      "an Identity Center user, who has neither name nor ARN",
      { type: "IdentityCenterUser", accountId: "1", onBehalfOf: { userId: "u-1" } },
      { type: "IdentityCenterUser", name: "u-1", account: "1" },
    ],
    [
      "a service",
      { type: "AWSService", invokedBy: "config.amazonaws.com" },
      { type: "AWSService", name: "config.amazonaws.com", invokedBy: "config.amazonaws.com" },
    ],
    [
      "a service event, which has no type",
      { accountId: "1", invokedBy: "organizations.amazonaws.com" },
      { type: "Service", name: "organizations.amazonaws.com", account: "1" },
    ],
    ["another account", { type: "AWSAccount", accountId: "2" }, { name: "2", account: "2" }],
    ["nobody", {}, { type: "Unknown", name: "unknown" }],
    ["nonsense", "root", { type: "Unknown", name: "unknown" }],
  ])("names %s", (_who, userIdentity, expected) => {
    expect(parseActor({ userIdentity })).toMatchObject(expected);
  });

  it("gives the role only if the session was issued by one", () => {
    const issued = (type: string) =>
      parseActor({
        userIdentity: {
          type: "FederatedUser",
          sessionContext: { sessionIssuer: { type, arn: "arn:aws:iam::1:user/bob" } },
        },
      });
    expect(issued("IAMUser").role).toBeUndefined();
    expect(issued("Role").role).toBe("arn:aws:iam::1:user/bob");
  });

  it("keeps the person of a forward access session, and the service that called for them", () => {
    const userIdentity = { type: "IAMUser", userName: "mallory", invokedBy: "sso.amazonaws.com" };
    expect(parseActor({ userIdentity, sourceIPAddress: "sso.amazonaws.com" })).toEqual({
      type: "IAMUser",
      name: "mallory",
      sourceIp: "sso.amazonaws.com",
      invokedBy: "sso.amazonaws.com",
    });
  });
});
