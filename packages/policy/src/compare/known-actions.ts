/** The actions that AWS has today, by the rules that are about them: for witnesses that ring true. */
import { compileGlob, type Glob, globMatches } from "../evaluate/glob.ts";
import type { ActionUniverse } from "../universe/universe.ts";
import type { ActionClass } from "./actions.ts";
import type { Rule, RuleSet } from "./rules.ts";

/** What everybody knows, for classes with many actions. */
const FAMILIAR: readonly string[] = [
  "cloudtrail:StopLogging",
  "config:StopConfigurationRecorder",
  "ec2:CreateVpc",
  "ec2:RunInstances",
  "guardduty:DeleteDetector",
  "iam:CreateAccessKey",
  "iam:CreateRole",
  "iam:CreateUser",
  "kms:Decrypt",
  "lambda:InvokeFunction",
  "organizations:LeaveOrganization",
  "s3:GetObject",
  "securityhub:DisableSecurityHub",
  "sts:AssumeRole",
];
const CHANGING = /:(?:Delete|Stop|Disable|Put|Create|Update|Attach|Detach)/;

/** What a rule says about the actions of one service. */
interface Local {
  readonly bit: RuleSet;
  readonly negated: boolean;
  readonly patterns: readonly Glob[];
}

export class KnownActions {
  readonly #universe: ActionUniverse | undefined;
  readonly #rules: readonly Rule[];
  readonly #byService = new Map<string, ReadonlyMap<RuleSet, string>>();

  /** Without a universe no action but one that a rule names in full is known. */
  constructor(universe: ActionUniverse | undefined, rules: readonly Rule[]) {
    this.#universe = universe;
    this.#rules = rules;
  }

  /** An action of the class that AWS has, as AWS spells it; undefined if there is none. */
  in({ rules, example }: ActionClass): string | undefined {
    if (this.#universe === undefined) return this.#isNamed(example) ? example : undefined;
    const familiar = FAMILIAR.find((action) => this.#of(serviceOf(action)).get(rules) === action);
    if (familiar !== undefined) return familiar;
    // Most classes lie within one service; only what is about all of them needs a walk through all.
    const near = this.#of(serviceOf(example)).get(rules);
    if (near !== undefined) return near;
    const anywhere = [...this.#universe.services.keys()].flatMap(
      (other) => this.#of(other).get(rules) ?? [],
    );
    return anywhere.reduce<string | undefined>(better, undefined);
  }

  #isNamed(action: string): boolean {
    return this.#rules.some(({ actions }) => actions.includes(action));
  }

  /** The most telling action of a service for every set of rules. */
  #of(service: string): ReadonlyMap<RuleSet, string> {
    const known = this.#byService.get(service);
    if (known !== undefined) return known;
    const local = this.#rules.map((rule) => within(service, rule));
    const found = new Map<RuleSet, string>();
    for (const name of this.#universe?.services.get(service) ?? []) {
      const action = `${service}:${name}`;
      const about = rulesAbout(action.toLowerCase(), local);
      found.set(about, better(found.get(about), action));
    }
    this.#byService.set(service, found);
    return found;
  }
}

function within(service: string, { bit, negated, actions }: Rule): Local {
  const patterns = actions
    .filter((pattern) => /^[^:]*[*?]/.test(pattern) || pattern.startsWith(`${service}:`))
    .map(compileGlob);
  return { bit, negated, patterns };
}

function rulesAbout(action: string, rules: readonly Local[]): RuleSet {
  return rules.reduce((set, { bit, patterns, negated }) => {
    const listed = patterns.some((pattern) => globMatches(pattern, action));
    return listed === negated ? set : set | bit;
  }, 0n);
}

function better(one: string | undefined, other: string): string {
  return one !== undefined && rank(one) <= rank(other) ? one : other;
}

function rank(action: string): number {
  if (FAMILIAR.includes(action)) return 0;
  return CHANGING.test(action) ? 1 : 2;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}
