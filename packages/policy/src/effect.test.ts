import { describe, expect, it } from "vitest";
import type { PolicyDocument, PolicyStatement } from "./document.ts";
import { type ControlPolicyType, effectOfAttaching, effectOfDetaching } from "./effect.ts";

const ALLOW: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };
const DENY: PolicyStatement = { Effect: "Deny", Action: "iam:*", Resource: "*" };
const SCP = "SERVICE_CONTROL_POLICY";

describe.each<ControlPolicyType>([SCP, "RESOURCE_CONTROL_POLICY"])("the effect of a %s", (type) => {
  it.each<[string, PolicyDocument["Statement"], string, string]>([
    ["denies only", [DENY, DENY], "restrict", "grant"],
    ["is one deny, not in a list", DENY, "restrict", "grant"],
    ["allows only", [ALLOW], "grant", "restrict"],
    ["allows and denies", [ALLOW, DENY], "grant", "grant"],
    ["has no statements", [], "neutral", "neutral"],
  ])("that %s is known for attaching and detaching", (_, statement, attaching, detaching) => {
    const document = { Statement: statement };
    expect(effectOfAttaching(document, type)).toBe(attaching);
    expect(effectOfDetaching(document, type)).toBe(detaching);
  });

  it("counts as a grant while its content is unknown", () => {
    expect(effectOfAttaching(undefined, type)).toBe("grant");
    expect(effectOfDetaching(undefined, type)).toBe("grant");
  });
});

describe("what the types rule out but JSON may bring", () => {
  it("counts as a grant: an effect that is neither Allow nor Deny", () => {
    const document = {
      Statement: [DENY, { ...DENY, Effect: "deny" }],
    } as unknown as PolicyDocument;
    expect(effectOfAttaching(document, SCP)).toBe("grant");
    expect(effectOfDetaching(document, SCP)).toBe("grant");
  });

  it("counts as a grant: a policy of another type", () => {
    const type = "TAG_POLICY" as unknown as ControlPolicyType;
    expect(effectOfAttaching({ Statement: [DENY] }, type)).toBe("grant");
    expect(effectOfDetaching({ Statement: [] }, type)).toBe("grant");
  });
});
