/** ARN operators. ArnEquals and ArnLike are the same to AWS: both have wildcards. */
import { ANY, type Glob, matcherOf } from "../glob.ts";
import { Memo } from "../memo.ts";
import { expandGlob } from "../variables.ts";
import { type Operator, type Operators, readContext, unreadableValue } from "./operator.ts";

export const ARN_OPERATORS: Operators = {
  ArnEquals: arn(false),
  ArnLike: arn(false),
  ArnNotEquals: arn(true),
  ArnNotLike: arn(true),
};

const PARTS = 6;

function arn(negated: boolean): Operator {
  return {
    negated,
    prepare(expected, scope) {
      const glob = expandGlob(expected, scope);
      if (glob === undefined) return () => false;
      const patterns = partsOf(glob);
      const lone = glob.length === 1 && glob[0] === ANY;
      if (patterns.length !== PARTS && !lone)
        throw unreadableValue(expected, "an ARN", scope.where);
      const matchers = patterns.map(matcherOf);
      return (actual) => {
        const parts = readContext(actual, "an ARN", readKnown, scope.where);
        return lone || matchers.every((matches, index) => matches(parts[index] ?? ""));
      };
    },
  };
}

// Each of the six parts is matched by itself: `*` doesn't reach across a colon, except in the last.
function partsOf(glob: Glob): readonly Glob[] {
  const parts: Glob[] = [];
  let rest = glob;
  while (parts.length < PARTS - 1 && rest.includes(":")) {
    const colon = rest.indexOf(":");
    parts.push(rest.slice(0, colon));
    rest = rest.slice(colon + 1);
  }
  return [...parts, rest];
}

function readArn(text: string): readonly string[] | undefined {
  const parts = text.split(":");
  if (parts[0] !== "arn" || parts.length < PARTS) return undefined;
  return [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(":")];
}

/** ARNs are read again and again: every statement asks about the same principal. */
const ARNS = new Memo(readArn, 1_024);
const readKnown = (text: string) => ARNS.of(text);
