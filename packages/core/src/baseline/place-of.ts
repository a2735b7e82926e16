/** Where in a baseline's files stands what a key violates. */
import type { Guardrail } from "../guardrail.ts";
import { parseKey } from "../key.ts";
import type { ScanEntry, ScanPlace } from "../scan/model.ts";
import type { LoadedBaseline } from "./load.ts";
import type { Path, SourceFile } from "./positions.ts";

/**
 * The nearest place there is: what the guardrail names, else the subject's unit or account. Something
 * that nobody declared stands nowhere; then it is the list that it is missing from.
 */
export function placeOf(
  { guardrail: id, key, subject }: Pick<ScanEntry, "guardrail" | "key" | "subject">,
  { baseline, places }: LoadedBaseline,
  guardrails: readonly Guardrail[],
): ScanPlace {
  const guardrail = guardrails.find((one) => one.id === id);
  const declared = guardrail?.declaredAt?.(parseKey(key), baseline);
  const file: SourceFile =
    (declared?.policy === undefined ? undefined : places.policies.get(declared.policy)) ??
    places.main;
  const found = file.problem(declared?.path ?? pathOf(subject, baseline), "");
  return { file: found.file, line: found.line, column: found.column, path: found.path };
}

function pathOf(
  { name, unit }: ScanEntry["subject"],
  { accounts }: LoadedBaseline["baseline"],
): Path {
  if (accounts.some((account) => account.name === name)) return ["accounts", name];
  return ["units", unit ?? name];
}
