/** Findings as problems, each with its place in the text. */
import type { PolicyProblem } from "../errors.ts";
import type { JsonNode } from "../read/json.ts";
import { pathsOf } from "../read/path.ts";
import type { Finding, Source } from "../read/source.ts";

/** @returns in the order of the text; without paths if there is no `root` to walk through */
export function located(
  findings: readonly Finding[],
  source: Source,
  root: JsonNode | undefined,
): readonly PolicyProblem[] {
  const ordered = findings.toSorted((a, b) => a.at - b.at);
  const offsets = ordered.map(({ at }) => at);
  const paths = root && pathsOf(root, offsets);
  return ordered.map(({ code, problem, at }, index) => ({
    code,
    problem,
    where: source.where,
    ...source.placeOf(at),
    path: paths?.[index] ?? "",
  }));
}
