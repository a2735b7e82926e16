import { describe, expect, it } from "vitest";
import { answering, center, denied } from "./fixture.ts";
import { assertInstance } from "./instance.ts";

const { instance: InstanceArn, identityStore: IdentityStoreId } = center;
const asserting = (...pages: readonly object[]) =>
  assertInstance(
    answering({ "sso:ListInstances": pages.map((one) => ({ Instances: [one] })) }),
    center,
  );

describe("the declared instance", () => {
  it("is there, on whichever page", async () => {
    const other = { InstanceArn: "arn:aws:sso:::instance/ssoins-0123456789abcdef" };
    await asserting(other, { InstanceArn, IdentityStoreId });
  });

  it.each([
    ["another instance", [{ InstanceArn: "arn:aws:sso:::instance/ssoins-0123456789abcdef" }]],
    ["another identity store", [{ InstanceArn, IdentityStoreId: "d-0123456789" }]],
    ["none at all", []],
  ])("is not: there is %s", async (_what, pages) => {
    await expect(asserting(...pages)).rejects.toMatchObject({
      name: "AwsError",
      awsCode: "InstanceReplaced",
    });
  });

  it("is not known where AWS refuses to say", async () => {
    const aws = answering({ "sso:ListInstances": denied("sso:ListInstances") });
    await expect(assertInstance(aws, center)).rejects.toMatchObject({ class: "denied" });
  });
});
