/** Times as people read them. */
import { plain } from "./escape.ts";

/** `2026-11-03 14:02:11 UTC`; what is no time is shown as it is. */
export function utc(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return plain(iso);
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
