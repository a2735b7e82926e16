/** The patterns that a test compares text with. */
import { literalGlob } from "../evaluate/glob.ts";
import { completedArn } from "../incomplete-arn.ts";
import { kindOf } from "./kinds.ts";
import { arnPattern, type Fold, type Pattern, textPattern } from "./pattern.ts";
import type { Test } from "./test.ts";
import { type Samples, sampledGlob, sampledText } from "./variables.ts";

/** None for a test that doesn't compare text; `samples` fill in policy variables. */
export function patternsOf(test: Test, samples: Samples): readonly Pattern[] {
  const { operator, expected, version } = test;
  const globs = (texts: readonly string[]) =>
    texts.map((text) => sampledGlob(text, version, samples));
  // A resource counts as it is written, and completed where it breaks off.
  if (operator === undefined) {
    return globs([...expected, ...expected.map(completedArn)]).map((glob) => textPattern(glob));
  }
  const kind = kindOf(test);
  if (kind === "arn") return globs(expected).map(arnPattern);
  if (kind !== "text") return [];
  if (operator.endsWith("Like")) return globs(expected).map((glob) => textPattern(glob));
  return expected.map((text) =>
    textPattern(
      literalGlob(sampledText(text, version, samples)),
      operator.endsWith("IgnoreCase") ? lowerCase : undefined,
    ),
  );
}

const lowerCase: Fold = (text) => text.toLowerCase();
