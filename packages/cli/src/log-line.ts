/** A function's log line for somebody who watches the lab: what happened, without CloudWatch's fields. */

const SHOWN = ["key", "incident", "status", "outcome", "error", "action", "awsCode"] as const;

/** @returns undefined for lines that are only metrics */
export function readable(text: string): string | undefined {
  let entry: Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return printable(text);
  }
  if (entry === null || typeof entry !== "object" || "_aws" in entry) return undefined;
  const fields = SHOWN.filter((name) => entry[name] !== undefined).map(
    (name) => `${name}=${String(entry[name])}`,
  );
  return printable(
    [entry.level ?? "", entry.message ?? "", ...fields].map(String).join(" ").trim(),
  );
}

/** Messages carry names that others chose. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}
