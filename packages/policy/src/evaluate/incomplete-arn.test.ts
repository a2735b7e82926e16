// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** ARNs with fewer than six parts: IAM completes those of identity policies; elsewhere AWS says nothing. */
import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { evaluate } from "./evaluate.ts";
import type { NamedPolicy, PolicySet } from "./policy-set.ts";

const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
const TOPIC = "arn:aws:sns:eu-west-1:111122223333:orders";
const ROLE = "arn:aws:iam::111122223333:role/Deploy";

function policy(...Statement: PolicyStatement[]): NamedPolicy {
  return { name: "p", document: { Version: "2012-10-17", Statement } };
}

function allow(Resource: string | string[]): PolicyStatement {
  return { Effect: "Allow", Action: "*", Resource };
}

const FULL = policy(allow("*"));

function allows(policies: Partial<PolicySet>, resource = QUEUE) {
  const principal = { arn: ROLE, account: "111122223333" };
  const context = { "aws:PrincipalTag/a:b:c": "eu-west-1" };
  const request = { action: "sqs:SendMessage", resource, principal, context };
  return evaluate(request, { identity: [FULL], ...policies }).allowed;
}

describe("an ARN that breaks off", () => {
  it.each(["arn:aws:sqs", "arn:aws:sqs:eu-west-1", "arn:aws:sqs:*:111122223333"])(
    "is completed in identity policies and boundaries: %s",
    (arn) => {
      expect(allows({ identity: [policy(allow(arn))] })).toBe(true);
      expect(allows({ boundary: [policy(allow(arn))] })).toBe(true);
      expect(allows({ identity: [policy(allow(arn))] }, TOPIC)).toBe(false);
      const others: PolicyStatement = { Effect: "Allow", Action: "*", NotResource: arn };
      expect(allows({ identity: [policy(others)] })).toBe(false);
      expect(allows({ identity: [policy(others)] }, TOPIC)).toBe(true);
    },
  );

  it("is completed after a policy variable, whose colons separate no parts", () => {
    const arn = "arn:aws:sqs:${aws:PrincipalTag/a:b:c}";
    expect(allows({ identity: [policy(allow(arn))] })).toBe(true);
    expect(allows({ identity: [policy(allow(arn))] }, QUEUE.replace("eu", "us"))).toBe(false);
  });

  it("is an ARN: other text is complete", () => {
    expect(allows({ identity: [policy(allow("queue"))] }, "queue:a:b:c:d:e")).toBe(false);
  });

  const elsewhere: readonly (readonly [
    string,
    (...of: PolicyStatement[]) => Partial<PolicySet>,
  ])[] = [
    ["an SCP", (...of) => ({ serviceControl: [{ name: "Root", policies: [policy(...of)] }] })],
    ["an RCP", (...of) => ({ resourceControl: [{ name: "Root", policies: [policy(...of)] }] })],
    ["a session policy", (...of) => ({ session: [policy(...of)] })],
    ["a resource policy", (...of) => ({ resource: policy(...of) })],
  ];

  it.each(elsewhere)("can't be evaluated in %s where it would matter", (_, inPolicy) => {
    expect(() => allows(inPolicy(allow("arn:aws:sqs")))).toThrow(
      /^p, #1: the ARN "arn:aws:sqs" breaks off, which has a meaning in identity policies only$/,
    );
    expect(() => allows(inPolicy(allow("arn:aws:sqs")))).toThrow(
      expect.objectContaining({ code: "UNREADABLE_VALUE" }),
    );
    const NotResource = ["arn:aws:s3:::a", "arn:aws:sqs"];
    const others: PolicyStatement = { Effect: "Deny", Action: "*", NotResource };
    expect(() => allows(inPolicy(allow("*"), others))).toThrow("breaks off");
    expect(allows(inPolicy(allow("*"), others), "arn:aws:s3:::a")).toBe(true);
  });

  it.each(elsewhere)("doesn't matter in %s beside one that covers the resource", (_, inPolicy) => {
    expect(allows(inPolicy(allow(["arn:aws:sqs", QUEUE])))).toBe(true);
    expect(allows(inPolicy(allow([QUEUE, "arn:aws:sqs"])))).toBe(true);
    expect(allows(inPolicy(allow(["arn:aws:sqs", TOPIC])), TOPIC)).toBe(true);
  });

  it.each(elsewhere)("is whole in %s if its last star covers the rest", (_, inPolicy) => {
    expect(allows(inPolicy(allow("arn:aws:sqs:*")))).toBe(true);
    expect(allows(inPolicy(allow("arn:aws:s*")), TOPIC)).toBe(true);
  });
});
