/** Loads a baseline: reads its files, checks everything that can be checked, and compiles it. */
import { compileAccounts } from "./accounts.ts";
import { attachmentProblems } from "./attachments.ts";
import { breakGlassProblems, compileBreakGlass } from "./break-glass.ts";
import type { DeclaredNames } from "./declared-names.ts";
import { type BaselineFiles, byCodePoint, type Draft, repeats } from "./draft.ts";
import { compileDuties, dutyProblems } from "./duties.ts";
import {
  exemptionProblems,
  modeProblems,
  openReviews,
  orderedExemptions,
  reviewProblems,
} from "./enforcement.ts";
import { hashOf } from "./hash.ts";
import { compileIamUsers, iamUserProblems } from "./iam-users.ts";
import { identityCenterProblems } from "./identity-center/check.ts";
import { compilePermissionSets, pinIdentityCenter } from "./identity-center/compile.ts";
import { identityCenterPinProblems } from "./identity-center/pins.ts";
import { LOCK_FILE, type LockedFile, readLock } from "./lock.ts";
import type { Baseline, Policy } from "./model.ts";
import { compileNotifications, notificationProblems } from "./notifications.ts";
import { compileOperators, operatorProblems } from "./operators.ts";
import { compileOrganizationTrust } from "./organization-trust.ts";
import { type Pins, pinProblems, pinsOf } from "./pins.ts";
import type { Places } from "./places.ts";
import { compilePolicies } from "./policies.ts";
import { readYaml } from "./positions.ts";
import { BaselineError, type Problem, ruled } from "./problem.ts";
import { nameInAws } from "./query.ts";
import { type BaselineSource, baselineSchema } from "./schema.ts";
import { compileSecurityServices, securityServiceProblems } from "./security-services.ts";
import { trustPinProblems, trustProblems } from "./trust/check.ts";
import { compileTrust } from "./trust/compile.ts";
import { unitProblems } from "./units.ts";
import { validate } from "./validate.ts";

export const BASELINE_FILE = "holdfast.yaml";

/** What there is: modes and exemptions can name nothing else. */
export type LoadOptions = DeclaredNames;

/** A baseline, and where each part of it stands. */
export interface LoadedBaseline {
  readonly baseline: Baseline;
  readonly places: Places;
  /** Warnings that the baseline's authors have accepted; see `lint/accepted.ts`. */
  readonly accepted: BaselineSource["accepted"];
}

/** The compiled baseline. Throws one `BaselineError` with every problem in any of the files. */
export function loadBaseline(files: BaselineFiles, options: LoadOptions): Baseline {
  return loadWithPlaces(files, options).baseline;
}

/** Like `loadBaseline`, for those who have more to say about it. */
export function loadWithPlaces(files: BaselineFiles, options: LoadOptions): LoadedBaseline {
  const draft = readDraft(files);
  const locked = readLockFile(files);
  if (!("source" in draft))
    throw new BaselineError([...draft, ...("lock" in locked ? [] : locked)]);

  const { accounts, problems: accountProblems } = compileAccounts(draft);
  const trusted = compileOrganizationTrust(draft, files);
  const sets = compilePermissionSets(draft, files);
  const elsewhere = new Set([...(trusted.file === undefined ? [] : [trusted.file]), ...sets.files]);
  const compiled = compilePolicies(draft, files, elsewhere);
  const { policies, named, places, problems: policyProblems } = compiled;
  const problems = [
    ...policyProblems,
    ...trusted.documentProblems,
    ...sets.documentProblems,
    ...ruled("reference", [
      ...regionProblems(draft),
      ...unitProblems(draft),
      ...accountProblems,
      ...attachmentProblems(draft),
      ...modeProblems(draft, options),
      ...exemptionProblems(draft, options.guardrails, [...named.keys()]),
      ...reviewProblems(draft, options.guardrails),
      ...breakGlassProblems(draft),
      ...trusted.problems,
      ...sets.missing,
      ...identityCenterProblems(draft),
      ...dutyProblems(draft),
      ...securityServiceProblems(draft),
      ...iamUserProblems(draft),
      ...trustProblems(draft),
      ...operatorProblems(draft),
      ...notificationProblems(draft),
    ]),
    ...("lock" in locked
      ? ruled("lock", [
          ...pinProblems(draft, named, locked),
          ...identityCenterPinProblems(draft, locked),
          ...trustPinProblems(draft, locked),
        ])
      : locked),
  ];
  if (problems.length > 0 || !("lock" in locked)) throw new BaselineError(problems);

  const pins = pinsOf(locked.lock);
  const { source } = draft;
  const breakGlass = compileBreakGlass(draft);
  const notifications = compileNotifications(draft);
  const review = openReviews(draft);
  const securityServices = compileSecurityServices(draft);
  const iamUsers = compileIamUsers(draft);
  const trust = compileTrust(draft, locked.lock);
  const pinnedCenter = locked.lock.identityCenter;
  const content: Omit<Baseline, "hash"> = {
    version: 1,
    organization: {
      ...source.organization,
      id: pins.organization,
      regions: source.organization.regions.toSorted(byCodePoint),
    },
    accounts,
    units: compileUnits(draft, pins),
    policies: policies.map(
      (policy): Policy => ({ ...policy, id: pinned(pins.policies, policy.name) }),
    ),
    leaveAlone: [...new Set(source.leaveAlone)].toSorted(byCodePoint),
    modes: source.modes,
    exemptions: orderedExemptions(draft),
    ...(review.length > 0 && { review }),
    ...(source.limits && { limits: source.limits }),
    ...(breakGlass && { breakGlass }),
    ...(source.links && { links: source.links }),
    ...(trusted.trust && { organizationTrust: trusted.trust }),
    ...(sets.permissionSets &&
      pinnedCenter && {
        identityCenter: pinIdentityCenter(draft, sets, pinnedCenter),
      }),
    ...(securityServices && { securityServices }),
    ...(iamUsers && { iamUsers }),
    ...(trust && { trust }),
    ...compileOperators(draft),
    ...compileDuties(draft),
    ...(notifications && { notifications }),
  };
  const baseline = { ...content, hash: hashOf(content) };
  const { inlinePolicies } = sets;
  return {
    baseline,
    places: { main: draft.file, policies: places, inlinePolicies },
    accepted: source.accepted,
  };
}

function readDraft(files: BaselineFiles): Draft | readonly Problem[] {
  const text = files.read(BASELINE_FILE);
  if (text === undefined) return [absent(BASELINE_FILE, "a baseline begins with this file")];
  const file = readYaml(BASELINE_FILE, text);
  if (!("value" in file)) return ruled("syntax", file);
  const result = validate(baselineSchema, file);
  return "problems" in result ? ruled("schema", result.problems) : { file, source: result.value };
}

function readLockFile(files: BaselineFiles): LockedFile | readonly Problem[] {
  const text = files.read(LOCK_FILE);
  return text === undefined
    ? [absent(LOCK_FILE, "it pins the ids of units and policies")]
    : readLock(text);
}

function absent(file: string, hint: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    path: "",
    rule: "reference",
    message: "there is no such file",
    hint,
  };
}

/** Where Holdfast itself lives must be a Region that the baseline covers. */
function regionProblems({ file, source }: Draft): Problem[] {
  const { regions } = source.organization;
  const homes = (["hubRegion", "identityCenterRegion"] as const)
    .filter((key) => !regions.includes(source.organization[key]))
    .map((key) =>
      file.problem(["organization", key], `${source.organization[key]} is not among the regions`),
    );
  const doubles = repeats(regions).map((index) =>
    file.problem(["organization", "regions", index], `${regions[index]} is listed twice`),
  );
  return [...homes, ...doubles];
}

function compileUnits({ source }: Draft, pins: Pins): Baseline["units"] {
  return Object.entries(source.units)
    .map(([path, { name, policies }]) => ({
      path,
      ...(name !== undefined && name !== nameInAws({ path }) && { awsName: name }),
      id: pinned(pins.units, path),
      policies: policies.toSorted(byCodePoint),
    }))
    .toSorted((a, b) => byCodePoint(a.path, b.path));
}

function pinned(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`${name} passed pinProblems without an id`);
  return id;
}
