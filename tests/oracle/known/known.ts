/** What the two evaluators are known to see differently; docs/oracle.md judges each by AWS's own words. */
import type { Case } from "../question.ts";
import { rewriteClauses } from "../rewrite.ts";
import { inSeconds, loneAddress, setIfExists, wholeSpace, withoutEmptySets } from "./conditions.ts";
import { unlimitedSession, withoutBrokenArns, withoutNotPrincipal } from "./policies.ts";
import { filledIn, valueless, withoutOldVariables } from "./variables.ts";

export interface Known {
  readonly id: string;
  /** The case put so that both should see it alike: a disagreement that is gone then is this one. */
  readonly without: (one: Case) => Case;
}

export const KNOWN: readonly Known[] = [
  { id: "a grant to the session itself", without: unlimitedSession },
  { id: "NotPrincipal", without: withoutNotPrincipal },
  { id: "NotResource with an ARN that breaks off", without: withoutBrokenArns },
  { id: "seconds since the epoch", without: inSeconds },
  { id: "ForAnyValue with IfExists", without: (one) => rewriteClauses(one, setIfExists) },
  { id: "an empty set of values", without: withoutEmptySets },
  { id: "a block of length 0", without: (one) => rewriteClauses(one, wholeSpace) },
  { id: "a lone address", without: (one) => rewriteClauses(one, loneAddress) },
  { id: "a variable without a value", without: (one) => rewriteClauses(one, valueless) },
  { id: "a variable in an ARN", without: filledIn },
  { id: "a version before variables", without: withoutOldVariables },
];
