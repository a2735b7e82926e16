/** Whatever an organization looks like: its import loads, and no guardrail finds anything to object to. */

import { type OrganizationState, seedOrganization } from "@holdfast/lab";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { organizations } from "./organizations.ts";
import { importFrom, labWith, loaded, planFor } from "./support.ts";

it(
  "finds nothing to do right after an import of any organization, and imports it to the same bytes again",
  () =>
    fc.assert(
      fc.asyncProperty(organizations, async (organization) => {
        const lab = labWith(organization);
        try {
          const imported = await importFrom(lab);
          const baseline = loaded(imported);
          const { entries, complete, summary } = await planFor(baseline, lab);
          expect(entries).toEqual([]);
          expect(complete).toBe(true);
          expect(summary.inSync).toBeGreaterThan(organization.accounts.size);
          expect(spoken(seedOrganization(baseline, 0))).toEqual(spoken(organization));
          lab.trouble.shortPages(true);
          expect(await importFrom(lab)).toEqual(imported);
        } finally {
          await lab.close();
        }
      }),
      { numRuns: 200 },
    ),
  600_000,
);

/** What every policy is called and says, but for those of a type that is not enabled. */
function spoken({ policies, policyTypes }: OrganizationState) {
  return [...policies.values()]
    .filter(({ awsManaged, type }) => !awsManaged && policyTypes.has(type))
    .map(({ content, ...policy }) => ({ ...policy, content: JSON.parse(content) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
