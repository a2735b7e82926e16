/** What any plan makes of a permission set and of the accounts that have it. */
import type { PermissionSet, Step } from "@holdfast/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aws, DECLARED, edited, HOME, live, liveSet, wanting } from "./fixture.ts";
import type { LiveSet } from "./live.ts";
import { diff, plan } from "./plan.ts";

const KEY = {
  guardrail: "permission-set",
  account: "100000000001",
  region: "us-east-1",
  resource: "View",
};
const DENY = aws("AWSDenyAll");
const INLINE = JSON.stringify(DECLARED.inlinePolicy);
const EVERYTHING = INLINE.replace("s3:Get*", "*");

const common = {
  description: fc.constantFrom("Looking", "maintenance"),
  managedPolicies: fc.subarray([DENY, aws("AdministratorAccess"), aws("ReadOnlyAccess")]),
  customerManagedPolicies: fc.subarray([
    { name: "base", path: "/" },
    { name: "team", path: "/teams/" },
  ]),
  tags: fc.dictionary(fc.constantFrom("team", "owner", "__proto__"), fc.constantFrom("a", "b")),
};
const boundary = fc.constantFrom(
  { kind: "aws", arn: aws("PowerUserAccess") } as const,
  { kind: "customer", name: "bound", path: "/" } as const,
);
const relayState = fc.constantFrom(HOME, `${HOME}s3`);

const declaredSets: fc.Arbitrary<PermissionSet> = fc
  .record({
    ...common,
    sessionDuration: fc.constantFrom("PT1H", "PT4H"),
    relayState: fc.option(relayState, { nil: undefined }),
    boundary: fc.option(boundary, { nil: undefined }),
    inlinePolicy: fc.constantFrom(DECLARED.inlinePolicy, undefined),
  })
  .map(({ relayState: relay, boundary: bound, inlinePolicy, ...rest }) => ({
    name: "View",
    arn: DECLARED.arn,
    ...rest,
    ...(relay !== undefined && { relayState: relay }),
    ...(bound !== undefined && { boundary: bound }),
    ...(inlinePolicy !== undefined && { inlinePolicy }),
  }));

const liveSets: fc.Arbitrary<LiveSet> = fc
  .record({
    ...common,
    sessionDuration: fc.constantFrom("PT1H", "PT4H", "PT12H", "P0YT12H"),
    relayState: fc.option(relayState),
    boundary: fc.option(boundary),
    inlinePolicy: fc.constantFrom(null, INLINE, EVERYTHING, "{ broken"),
  })
  .map(liveSet);

/** Runs a plan as the executor does: a step that is stopped stops those that require it. */
function run(
  steps: readonly Step[],
  set: LiveSet,
  isStopped: (step: Step, index: number) => boolean,
): { readonly set: LiveSet; readonly provisioned: boolean; readonly done: readonly Step[] } {
  const stopped = new Set<number>();
  const done: Step[] = [];
  let now = set;
  let provisioned = false;
  for (const [index, step] of steps.entries()) {
    if (isStopped(step, index) || step.requires?.some((one) => stopped.has(one))) {
      stopped.add(index);
      continue;
    }
    done.push(step);
    if (step.action === "sso:ProvisionPermissionSet") provisioned = true;
    else now = edited(now, step);
  }
  return { set: now, provisioned, done };
}

/** What of a set gives, or may give, more than declared. */
function wider(set: LiveSet, want: PermissionSet): Set<string> {
  const text = JSON.stringify;
  const allowed = set.managedPolicies.filter((arn) => arn !== DENY);
  const names = want.customerManagedPolicies.map(({ name }) => name);
  const found = [
    ...allowed.filter((arn) => !want.managedPolicies.includes(arn)),
    ...set.customerManagedPolicies.map(({ name }) => name).filter((one) => !names.includes(one)),
    ...(want.managedPolicies.includes(DENY) && !set.managedPolicies.includes(DENY)
      ? ["no deny"]
      : []),
    ...(want.boundary && text(want.boundary) !== text(set.boundary) ? ["no boundary"] : []),
    ...(set.inlinePolicy !== null && set.inlinePolicy !== text(want.inlinePolicy)
      ? [set.inlinePolicy]
      : []),
  ];
  return new Set(found);
}

/** What gives access that did not before; of another inline policy in its place nobody can tell. */
function gained(set: LiveSet, before: LiveSet): readonly string[] {
  const policies = set.managedPolicies.filter((arn) => !before.managedPolicies.includes(arn));
  const inline = before.inlinePolicy === null && set.inlinePolicy !== null ? ["inline"] : [];
  return [...policies.filter((arn) => arn !== DENY), ...inline];
}

describe("the plan of any deviation", () => {
  it("gives the declared set, provisioned where anything that accounts have was edited", async () => {
    const property = fc.asyncProperty(declaredSets, liveSets, async (declared, found) => {
      const want = wanting({}, { declared });
      const before = live({}, { set: found });
      const steps = await plan(KEY, want, before);
      const { set, provisioned } = run(steps, found, () => false);
      expect(await diff(want, { ...before, set })).toEqual([]);
      const edits = steps.some(({ action }) => !/Provision|Tag|Untag/.test(action));
      expect(provisioned || edits).toBe(edits);
    });
    await fc.assert(property);
  });

  it("brings no account anything wider than declared that it did not have, whatever fails", async () => {
    const failing = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 });
    const property = fc.asyncProperty(
      declaredSets,
      liveSets,
      fc.option(liveSets),
      failing,
      async (declared, found, older, fails) => {
        const want = wanting({}, { declared });
        const before = live({}, { set: found, behind: older === null ? [] : ["100000000009"] });
        const steps = await plan(KEY, want, before);
        const { set, provisioned } = run(steps, found, (_, index) => fails[index] === true);
        fc.pre(provisioned);
        const had = older ?? found;
        const now = wider(set, declared);
        const more = [...now].filter((one) => !wider(had, declared).has(one));
        expect(more).toEqual([]);
        // Nor is anything given back without what bounds it.
        if (gained(set, had).length > 0) {
          expect(now.has("no boundary") || now.has("no deny")).toBe(false);
        }
      },
    );
    await fc.assert(property);
  });

  it("takes an undeclared policy from the accounts whatever else a mode leaves alone", async () => {
    const property = fc.asyncProperty(liveSets, async (found) => {
      const managedPolicies = [...new Set([...found.managedPolicies, aws("AdministratorAccess")])];
      const steps = await plan(KEY, wanting(), live({ ...found, managedPolicies }));
      const restricting = run(steps, liveSet({ ...found, managedPolicies }), ({ effect }) => {
        return effect !== "restrict";
      });
      expect(restricting.set.managedPolicies).not.toContain(aws("AdministratorAccess"));
      expect(restricting.provisioned).toBe(true);
    });
    await fc.assert(property);
  });

  it("restricts with no step that gives", async () => {
    const property = fc.asyncProperty(declaredSets, liveSets, async (declared, found) => {
      const steps = await plan(KEY, wanting({}, { declared }), live({}, { set: found }));
      const { set } = run(steps, found, ({ effect, action }) => {
        return effect !== "restrict" || action === "sso:ProvisionPermissionSet";
      });
      expect(gained(set, found)).toEqual([]);
      expect(set.managedPolicies.includes(DENY) || !found.managedPolicies.includes(DENY)).toBe(
        true,
      );
      if (found.boundary !== null) expect(set.boundary).toEqual(found.boundary);
      for (const one of set.customerManagedPolicies) {
        expect(found.customerManagedPolicies).toContainEqual(one);
      }
    });
    await fc.assert(property);
  });
});
