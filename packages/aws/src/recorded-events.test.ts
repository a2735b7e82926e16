/** Over real recorded CloudTrail events, which are kept outside of the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseTrailEvent, parseTrailFile } from "./parse-event.ts";

const folder = fileURLToPath(new URL("../../../../shared/events/", import.meta.url));
const present = existsSync(folder);
if (!present)
  console.info("Recorded events are absent (../shared/events): their tests are left out.");

function recordsOf(file: string) {
  return parseTrailFile(readFileSync(`${folder}${file}`, "utf8")).map(parseTrailEvent);
}

describe.runIf(present)("recorded events", () => {
  // The index says what each file holds, written down independently of this parser.
  const index = present ? readFileSync(`${folder}INDEX.tsv`, "utf8").trim().split("\n") : [];
  const rows = index.slice(1).map((line) => line.split("\t"));

  it("are all in the index", () => {
    const files = readdirSync(folder, { recursive: true }).filter((f) => `${f}`.endsWith(".json"));
    expect(rows.map(([file]) => file).toSorted()).toEqual(files.toSorted());
    expect(files.length).toBeGreaterThan(200);
  });

  it.each(rows)("%s is understood", (file = "", eventName = "", identity = "", errorCode = "") => {
    const records = recordsOf(file);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      if ("skipped" in record) throw new Error(`${basename(file)} is skipped: ${record.skipped}`);
      expect(record.eventName).toBe(eventName);
      // A failed sign-in has no code, only a message; service events have no type of identity.
      const code = errorCode.startsWith("errorMessage=") ? "Failure" : errorCode;
      expect(record.errorCode ?? "").toBe(code);
      expect(record.actor.type).toBe(identity.startsWith("(none") ? "Service" : identity);
      expect(record.eventSource).toMatch(/\.amazonaws\.com$/);
      expect(record.actor.name).not.toBe("");
    }
  });
});
