/** Every role that lets somebody in from beyond its account, in every account, with few calls. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type DeclaredTrust,
  type Observed,
  type SurveyContext,
  type Surveyed,
} from "@holdfast/core";
import { accountsOf, iamOf, inEach } from "../accounts/places.ts";
import { orUnknown } from "../or-unknown.ts";
import { declaredKeys, declaredOf, keyOf } from "./keys.ts";
import { type Live, observe, principalsOf, type Reads, roleOf } from "./live.ts";
import { wanted } from "./wanted.ts";

/**
 * One paged call an account, and one for each pinned principal. What can't be read is said of its
 * account; the others go on. Roles in order that nobody declared are left out: there are millions.
 */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
  context: SurveyContext,
): AsyncGenerator<Surveyed<Live>> {
  if (baseline.trust === undefined) return;
  const declared = baseline.trust.map(({ account }) => account);
  const accounts = await accountsOf(aws, declared);
  yield* inEach(accounts, context, (account) => rolesIn(account, aws, baseline));
}

async function rolesIn(
  account: string,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<readonly Surveyed<Live>[]> {
  const { isOfInterest } = await import("./diff.ts");
  const action = "iam:GetAccountAuthorizationDetails";
  const found: Surveyed<Live>[] = [];
  const seen = new Set<string>();
  for await (const page of aws.at(iamOf(account)).pages(action, { Filter: ["Role"] })) {
    for (const role of page.RoleDetailList ?? []) {
      const { RoleName: name } = role;
      if (name === undefined) {
        throw new AwsError(action, "IncompleteRole", "refused", "a role without a name");
      }
      const key = keyOf(baseline, account, name);
      seen.add(key.resource);
      const declared = declaredOf(baseline, account, name);
      const observed = await described(role, declared, aws);
      const isLeftOut =
        declared === undefined &&
        observed.kind === "present" &&
        !isOfInterest(wanted(key, baseline), observed.live);
      if (!isLeftOut) found.push({ key, observed });
    }
  }
  return [...found, ...(await missing(account, seen, aws, baseline))];
}

/** One role that can't be read hides no other: its policy is its owner's choice. */
function described(
  role: Parameters<typeof roleOf>[0],
  declared: DeclaredTrust | undefined,
  aws: Caller<Reads>,
): Promise<Observed<Live>> {
  return orUnknown(async () => {
    const live = roleOf(role, "iam:GetAccountAuthorizationDetails");
    return { kind: "present", live: { ...live, principals: await principalsOf(declared, aws) } };
  });
}

/** Declared roles that the list does not have: asked for by name, as a list may lag behind. */
function missing(
  account: string,
  seen: ReadonlySet<string>,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<readonly Surveyed<Live>[]> {
  const keys = declaredKeys(baseline).filter(
    (key) => key.account === account && !seen.has(key.resource),
  );
  return Promise.all(
    keys.map(async (key) => ({ key, observed: await observe(key, aws, baseline) })),
  );
}
