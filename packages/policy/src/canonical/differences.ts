/** What tells two versions of one statement apart, part by part, in words. */
import type { PolicyStatement } from "../document.ts";
import { foldCase } from "../fold.ts";
import { many } from "../many.ts";
import { show } from "../quote.ts";
import type { Difference } from "./equivalence.ts";
import type { Pair, Placed } from "./pairing.ts";
import { type Part, partsOf } from "./parts.ts";

/** At least one difference, as the two are not equal. */
export function statementDifferences({ left, right }: Pair): readonly Difference[] {
  if (left === undefined) return [additional(right)];
  const about = `statement ${show(left.label)}`;
  if (right === undefined) {
    return [{ path: left.path, left: left.canonical, why: `${about} is missing` }];
  }
  return [...effectDifference(left, right), ...partDifferences(left, right)].map((found) => ({
    ...found,
    path: `${left.path}.${found.path}`,
    why: `${about}: ${found.why}`,
  }));
}

function additional({ path, label, canonical, statement }: Placed): Difference {
  const { Action, NotAction = [] } = statement;
  const what = listed(many(Action ?? NotAction));
  const actions = Action === undefined ? `everything but ${what}` : what;
  const verb = canonical.Effect === "Allow" ? "allows" : "denies";
  const why = `statement ${show(label)} is additional: it ${verb} ${actions}`;
  return { path, right: canonical, why };
}

function effectDifference(one: Placed, other: Placed): Difference[] {
  const [left, right] = [one.canonical.Effect, other.canonical.Effect];
  if (left === right) return [];
  return [{ path: "Effect", left, right, why: `Effect is ${right} instead of ${left}` }];
}

function partDifferences(one: Placed, other: Placed): Difference[] {
  const [lefts, rights] = [partsOf(one.canonical), partsOf(other.canonical)];
  const spelling = spellingOf(one.statement, other.statement);
  return [...new Map([...lefts, ...rights])].flatMap(
    ([
      key,
      {
        way: [element, ...way],
      },
    ]) => {
      const [left, right] = [lefts.get(key), rights.get(key)];
      const name = [element, ...way.map(element === "Condition" ? spelling : asIs)];
      const isAction = element === "Action" || element === "NotAction";
      const said = compare(left, right, isAction ? spelling : asIs);
      if (said === undefined) return [];
      const path = name.join(".");
      const why = `${name.map(show).join(" ")} ${said}`;
      return [{ path, ...side("left", left), ...side("right", right), why }];
    },
  );
}

function side<Side extends "left" | "right">(name: Side, part: Part | undefined) {
  return part === undefined ? {} : { [name]: part.list };
}

/** What to say of the second of two parts; undefined if they are the same. */
function compare(
  left: Part | undefined,
  right: Part | undefined,
  spelling: Spelling,
): string | undefined {
  const lost = listed(notIn(right, left).map(spelling));
  const gained = listed(notIn(left, right).map(spelling));
  if (right === undefined) return `${inBrackets(lost)}is missing`;
  if (left === undefined) return `${inBrackets(gained)}is additional`;
  const lacks = lost === "" ? [] : [`lacks ${lost}`];
  const also = gained === "" ? [] : [`also has ${gained}`];
  return lost + gained === "" ? undefined : [...lacks, ...also].join(" and ");
}

/** What the second has and the first has not. */
function notIn(one: Part | undefined, other: Part | undefined): readonly string[] {
  const known = new Set(one?.list);
  return (other?.list ?? []).filter((value) => !known.has(value));
}

function inBrackets(text: string): string {
  return text === "" ? "" : `(${text}) `;
}

/** Items that are told one by one. */
const MAX_LISTED = 5;

function listed(values: readonly string[]): string {
  const rest = values.length - MAX_LISTED;
  const some = values.slice(0, MAX_LISTED).map(show).join(", ");
  return rest > 0 ? `${some} and ${rest} more` : some;
}

/** How a name is written, by its canonical form. */
type Spelling = (name: string) => string;

const asIs: Spelling = (name) => name;

/** Actions and condition keys as they are written, rather than in lower case. */
function spellingOf(...statements: readonly PolicyStatement[]): Spelling {
  const written = statements.flatMap(({ Action = [], NotAction = [], Condition = {} }) => [
    ...many(Action),
    ...many(NotAction),
    ...Object.values(Condition).flatMap((keys) => Object.keys(keys)),
  ]);
  // The first one's spelling goes before the second's.
  const spellings = new Map(written.toReversed().map((name) => [foldCase(name), name]));
  return (name) => spellings.get(name) ?? name;
}
