import { describe, expect, it } from "vitest";
import { removes } from "./step.ts";

describe("removes", () => {
  it("goes by the operation's name", () => {
    expect(removes({ action: "organizations:DetachPolicy" })).toBe(true);
    expect(removes({ action: "organizations:DeregisterDelegatedAdministrator" })).toBe(true);
    expect(removes({ action: "organizations:DisableAWSServiceAccess" })).toBe(true);
    expect(removes({ action: "organizations:AttachPolicy" })).toBe(false);
    expect(removes({ action: "organizations:DescribePolicy" })).toBe(false);
  });

  it("believes a step that says otherwise", () => {
    expect(removes({ action: "organizations:PutResourcePolicy", removes: true })).toBe(true);
    expect(removes({ action: "organizations:DetachPolicy", removes: false })).toBe(false);
  });
});
