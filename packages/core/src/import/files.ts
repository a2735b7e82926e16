/** The files of a baseline that says what an organization is: nothing more, and nothing less unsaid. */
import { BASELINE_FILE } from "../baseline/load.ts";
import { LOCK_FILE } from "../baseline/lock.ts";
import { type Declaration, declare } from "./declare.ts";
import { findingsIn } from "./findings.ts";
import type { LiveOrganization } from "./model.ts";
import { laidOut } from "./policy-text.ts";
import { baselineText, delegationFile, type ImportOptions } from "./text.ts";

export interface Imported {
  /** Path in the baseline directory -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** How many things are under review. */
  readonly reviews: number;
  /** What the baseline does not say, and why: each a sentence for people. */
  readonly missing: readonly string[];
}

/** The same organization and options give the same bytes, in whatever order AWS listed it. */
export function baselineFiles(organization: LiveOrganization, options: ImportOptions): Imported {
  const declaration = declare(organization);
  const { identityCenter: center } = declaration;
  const sections = center && !("untold" in center) ? center : undefined;
  const review = [...findingsIn(declaration), ...(sections?.findings ?? [])]
    .filter(({ guardrail }) => options.guardrails.includes(guardrail))
    .map((one) => ({ ...one, since: options.today }));
  const missing = [...missingIn(declaration), ...(sections?.missing ?? [])];
  const files = new Map([
    [BASELINE_FILE, baselineText(declaration, review, options)],
    [LOCK_FILE, lockText(declaration, sections?.lock)],
    ...(sections?.files ?? []),
    ...declaration.policies.map(
      ({ key, content }) => [`policies/${key}.json`, laidOut(content)] as const,
    ),
  ]);
  const { delegationPolicy } = declaration.trust ?? {};
  if (delegationPolicy !== undefined) files.set(delegationFile, laidOut(delegationPolicy));
  return { files, reviews: review.length, missing };
}

function missingIn({ illegible, disabled, untold, identityCenter }: Declaration): string[] {
  return [
    ...(identityCenter && "untold" in identityCenter
      ? [`Identity Center is not declared: ${identityCenter.untold}.`]
      : []),
    ...(untold === undefined ? [] : [`Whom the organization trusts is not declared: ${untold}.`]),
    ...illegible.map(
      ({ policy, why }) =>
        `${JSON.stringify(policy.name)} (${policy.id}) is left alone, as its text can't be declared: ${why}.`,
    ),
    ...disabled.map(
      ({ id, name, type }) =>
        `${JSON.stringify(name)} (${id}) is not declared, as ${type} is not enabled.`,
    ),
  ];
}

function lockText(
  { organization, units, policies }: Declaration,
  identityCenter: object | undefined,
): string {
  const { id, root } = organization;
  const pins = (pairs: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const lock = {
    version: 1,
    organization: id,
    root,
    units: pins([...units].filter(([unit]) => unit !== root).map(([unit, path]) => [path, unit])),
    policies: pins(policies.map((policy) => [policy.key, policy.id])),
    ...(identityCenter && { identityCenter }),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}
