import { type Baseline, controlPolicies, type Policy } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import { CONTENTS, declared, EXTRA, live, POLICY, securecart, wanting } from "./fixture.ts";
import { impact } from "./impact.ts";
import type { Live } from "./live.ts";

const GONE: Live = { policy: null, namesake: null };

function declaredAs(name: string, content: PolicyDocument): Policy {
  return { ...declared(name), content };
}

function without(name: string, sid: string): Live {
  const { content } = declared(name);
  const statements = [content.Statement].flat().filter(({ Sid }) => Sid !== sid);
  return live({ content: JSON.stringify({ ...content, Statement: statements }) });
}

const of = (name: string, found: Live, baseline: Baseline = securecart) =>
  impact(wanting({ policy: declared(name, baseline) }), found, baseline);

describe("what a drift means for access", () => {
  it("is what may be called now, by whom, with the number of accounts", async () => {
    expect(await impact(wanting(), GONE, securecart)).toEqual({
      sentences: [
        "a role in dev, devops and 2 more may now call iam:AttachGroupPolicy on arn:aws:iam::100000000007:group/example",
      ],
      accounts: 4,
    });
  });

  it("is what may no longer be called, where the policy stops more", async () => {
    const found = await impact(wanting(), live({ content: CONTENTS.stricter }), securecart);
    // Production has a policy of its own that stops everybody else from deleting buckets.
    expect(found).toEqual({
      sentences: [
        "a role in dev, devops and staging may no longer call s3:DeleteBucket on arn:aws:s3:::example",
        "the role holdfast/example in production may no longer call s3:DeleteBucket on arn:aws:s3:::example",
      ],
      accounts: 4,
    });
  });

  it("is both, what was opened first", async () => {
    const found = await impact(wanting(), live({ content: CONTENTS.both }), securecart);
    const verbs = found?.sentences.map((one) => / may (now|no longer) call /.exec(one)?.[1]);
    expect(verbs).toEqual(["now", "no longer", "no longer"]);
  });

  it("is nothing where other policies on the way stop the same", async () => {
    const { content } = declared("deny-leave-organization");
    const twice: Baseline = {
      ...securecart,
      policies: securecart.policies.map((one) =>
        one.name === "deny-root-user" ? declaredAs("deny-root-user", content) : one,
      ),
    };
    expect(await of("deny-leave-organization", GONE, twice)).toBeUndefined();
    expect(await of("deny-leave-organization", GONE)).toBeDefined();
  });

  it("is nothing for the management account, which policies never reach", async () => {
    const found = await of("deny-leave-organization", GONE);
    expect(found?.accounts).toBe(securecart.accounts.length - 1);
    expect(found?.sentences.join()).not.toContain("management");
  });

  it("is told apart for accounts that the policy tells apart", async () => {
    // The network account may make VPCs as it is.
    const found = await of("vpc-only-network", GONE);
    expect(found?.accounts).toBe(securecart.accounts.length - 2);
    expect(found?.sentences.join()).not.toMatch(/\bnetwork\b/);
  });

  it("is of resources, for a resource control policy", async () => {
    const found = await of("resource-perimeter", GONE);
    expect(found).toMatchObject({ accounts: 4 });
    expect(found?.sentences[0]).toMatch(/ may now call /);
  });

  it("is about the statement that is gone", async () => {
    const [first] = [declared("protect-security-services").content.Statement].flat();
    const found = await of(
      "protect-security-services",
      without("protect-security-services", first?.Sid ?? ""),
    );
    expect(found?.sentences.length).toBeGreaterThan(0);
  });

  it("can't be told of a document that can't be read, nor of a policy that is attached nowhere", async () => {
    expect(await impact(wanting(), live({ content: "{" }), securecart)).toBeUndefined();
    const nowhere: Baseline = { ...securecart, units: [], accounts: [] };
    expect(await impact(wanting(), GONE, nowhere)).toBeUndefined();
    expect(await impact(undefined, undefined, securecart)).toBeUndefined();
  });

  it("counts accounts for which there was no time to compute it", async () => {
    const policy = { ...POLICY, content: { ...POLICY.content, Statement: EXTRA } };
    // Each has a way of its own.
    const others = controlPolicies(securecart).filter((one) => one.name !== POLICY.name);
    const accounts = others.map(({ name }, index) => ({
      name: `account-${index}`,
      id: String(200000000000 + index),
      unit: "Root",
      policies: [policy.name, name],
    }));
    const units = securecart.units.map((unit) => ({ ...unit, policies: [] }));
    const wide: Baseline = { ...securecart, accounts, units, policies: [policy, ...others] };
    const found = await impact(wanting({ policy }), GONE, wide);
    expect(accounts.length).toBeGreaterThan(10);
    expect(found?.accounts).toBe(accounts.length);
  });
});
