/** What single statements refuse that a path allows: asked once, and not for every account anew. */
import { fullAccess } from "@holdfast/core/baseline";
import { type ActionUniverse, type Comparison, compare, type Witness } from "@holdfast/policy";
import type { Denial, Path } from "./path.ts";
import { placedIn, shows } from "./requests.ts";

export interface Answer {
  /** A request of the account that the path allows and the statement refuses. */
  readonly witness?: Witness;
  /** Why it is not known whether there is one. */
  readonly reason?: string;
}

/** @param account twelve digits; undefined: any account */
export type Probe = (denial: Denial, path: Path, account: string | undefined) => Answer;

/**
 * A probe for some paths. It first asks what all of them have in common: what a statement does not
 * refuse beside these, it refuses beside none of the paths, as each only denies more. And a request
 * that it does refuse is tried on the paths one by one, which costs far less than to look for another.
 */
export function createProbe(paths: readonly Path[], universe: ActionUniverse): Probe {
  const known = new Map<string, { readonly common: Comparison; readonly witnesses: Witness[] }>();
  const common = commonTo(paths);

  return (denial, path, account) => {
    const found = known.get(denial.key) ?? begin(denial);
    if (found.common.relation === "equal") return {};
    for (const one of found.witnesses) {
      const witness = account === undefined ? one : placedIn(account, one);
      if (shows(witness, denial, path)) return { witness };
    }
    const comparison = relate(path, denial, account);
    if (comparison.weaker !== undefined) {
      found.witnesses.push(comparison.weaker);
      return { witness: comparison.weaker };
    }
    return comparison.reason === undefined ? {} : { reason: comparison.reason };
  };

  function begin(denial: Denial) {
    const comparison = common === undefined ? undefined : relate(common, denial, undefined);
    const found = {
      common: comparison ?? { relation: "undecided" as const },
      witnesses: comparison?.weaker === undefined ? [] : [comparison.weaker],
    };
    known.set(denial.key, found);
    return found;
  }

  /** The path beside itself with one statement more: `weaker` is what this statement refuses. */
  function relate({ type, levels }: Path, denial: Denial, account: string | undefined): Comparison {
    const [first, ...others] = levels;
    const added = { name: denial.place.policy, document: denial.document };
    const stricter = first && [{ ...first, policies: [...first.policies, added] }, ...others];
    return compare(stricter ?? [], levels, {
      type,
      universe,
      ...(account !== undefined && { account }),
    });
  }
}

/** A path with the statements that all of the paths have. */
function commonTo([first, ...others]: readonly Path[]): Path | undefined {
  if (first === undefined) return undefined;
  const keys = others.map(({ denials }) => new Set(denials.map(({ key }) => key)));
  const denials = first.denials.filter(({ key }) => keys.every((their) => their.has(key)));
  const policies = denials.map((denial) => ({
    name: denial.place.policy,
    document: denial.document,
  }));
  const levels = [{ name: "", policies: [fullAccess(first.type), ...policies] }];
  return { ...first, levels, denials };
}
