/** One statement, read once: whether it is about a request by action, principal, resource, condition. */
import type { PolicyStatement } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { foldCase } from "../fold.ts";
import { completedArn } from "../incomplete-arn.ts";
import { many } from "../many.ts";
import { quote } from "../quote.ts";
import { compileConditions } from "./conditions.ts";
import type { Context } from "./context.ts";
import { compileGlob, globMatches, type Matcher, matcherOf } from "./glob.ts";
import { type Named, namedBy } from "./principal.ts";
import type { Principal } from "./request.ts";
import { expandGlob, isVariable, type Place } from "./variables.ts";

/** What a statement is held against, its action apart. */
export interface Subject {
  /** ARN, or `*` for actions without a resource; never a pattern. */
  readonly resource: string;
  readonly principal: Principal;
  /** Whether the principal has a permissions boundary. */
  readonly bounded: boolean;
  readonly context: Context;
}

export interface CompiledStatement {
  readonly effect: PolicyStatement["Effect"];
  /** @param action in lower case */
  readonly coversAction: Matcher;
  /**
   * How the statement names the caller, if resource and condition fit as well; `nobody` if it isn't
   * about the request. Throws a `PolicyError` if a statement that is about the action and the
   * resource can't be evaluated.
   */
  readonly names: (subject: Subject) => Named;
  /** It is about every caller, resource and circumstance: `names` always answers `caller`. */
  readonly isAlways: boolean;
}

/** What the kind of policy decides about its statements. */
export interface Traits {
  /** It names principals; others must not. */
  readonly principals: boolean;
  /** IAM completes ARNs that break off; elsewhere AWS doesn't say what they mean. */
  readonly completes: boolean;
}

export function compileStatement(
  statement: PolicyStatement,
  place: Place,
  traits: Traits,
): CompiledStatement {
  const hasPrincipal = statement.Principal !== undefined || statement.NotPrincipal !== undefined;
  const unsupported = hasPrincipal && !traits.principals;
  return {
    effect: statement.Effect,
    coversAction: unsupported
      ? failing("Principal only has a meaning in resource policies", place.where)
      : compileActions(statement, place),
    names: compileSubject(statement, place, traits),
    isAlways: isAlways(statement),
  };
}

function isAlways({ Resource, Principal, NotPrincipal, Condition }: PolicyStatement): boolean {
  const anybody = (Principal === undefined || Principal === "*") && NotPrincipal === undefined;
  const anything = Resource !== undefined && many(Resource).includes("*");
  return anybody && anything && Object.keys(Condition ?? {}).length === 0;
}

function compileActions(statement: PolicyStatement, { where }: Place): Matcher {
  const patterns = statement.Action ?? statement.NotAction;
  if (patterns === undefined) return failing("Action and NotAction are both missing", where);
  const matchers = many(patterns).map((pattern) => matcherOf(compileGlob(foldCase(pattern))));
  const positive = statement.Action !== undefined;
  return (action) => matchers.some((matches) => matches(action)) === positive;
}

function compileSubject(
  statement: PolicyStatement,
  place: Place,
  traits: Traits,
): CompiledStatement["names"] {
  const { where } = place;
  const onResource = compileResources(statement, place, traits);
  const condition = compileConditions(statement.Condition ?? {}, place);
  return (subject) => {
    if (!onResource(subject.resource, subject.context) || !condition(subject.context)) {
      return "nobody";
    }
    return namedBy(statement, subject.principal, subject.bounded, where);
  };
}

type ResourceMatcher = (resource: string, context: Context) => boolean;

function compileResources(
  statement: PolicyStatement,
  place: Place,
  { principals, completes }: Traits,
): ResourceMatcher {
  const patterns = statement.Resource ?? statement.NotResource;
  if (patterns === undefined) {
    // A trust policy is about the role that it belongs to.
    if (principals) return () => true;
    return failing("Resource and NotResource are both missing", place.where);
  }
  const positive = statement.Resource !== undefined;
  const written = many(patterns).map((pattern) => compileResource(pattern, place));
  // The pattern as it is written counts first: a `*` may cover the missing parts, as in `arn:aws:*-prod`.
  const brokenOff = many(patterns)
    .filter((pattern) => completedArn(pattern) !== pattern)
    .map((pattern) => ({ pattern, matches: compileResource(completedArn(pattern), place) }));
  return (resource, context) => {
    if (written.some((matches) => matches(resource, context))) return positive;
    const found = brokenOff.find(({ matches }) => matches(resource, context));
    if (found === undefined) return !positive;
    if (completes) return positive;
    const problem = `the ARN ${quote(found.pattern)} breaks off, which has a meaning in identity policies only`;
    throw new PolicyError("UNREADABLE_VALUE", problem, { where: place.where });
  };
}

function compileResource(pattern: string, place: Place): ResourceMatcher {
  if (!isVariable(pattern, place)) return matcherOf(compileGlob(pattern));
  return (resource, context) => {
    const glob = expandGlob(pattern, { ...place, context });
    return glob !== undefined && globMatches(glob, resource);
  };
}

/** A statement that can't be evaluated says so whenever it is asked. */
function failing(problem: string, where: string): () => never {
  return () => {
    throw new PolicyError("UNSUPPORTED_STATEMENT", problem, { where });
  };
}
