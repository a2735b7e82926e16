/** Over real recorded CloudTrail events, which are kept outside of the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseTrailEvent, parseTrailFile } from "@holdfast/aws";
import type { Json, Tripwire } from "@holdfast/core";
import { hear } from "@holdfast/core/tripwire";
import type { RecordJson } from "@holdfast/lab";
import { expect, it } from "vitest";
import { eventOf } from "../../support/events.ts";
import { baseline, repository } from "../../support/securecart.ts";
import { accountId } from "./record.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const folder = `${repository}../shared/events/`;
const present = existsSync(folder);
if (!present)
  console.info("Recorded events are absent (../shared/events): their tests are left out.");

export function testRecorded(tripwire: Tripwire, { recorded }: TripwireScenarios): void {
  const files = Object.entries(recorded);

  if (!present) return;

  it.each(files)("says what %s means", (file, says) => {
    const heard = eventsIn(file, "production").flatMap((event) => whatIn(tripwire, event));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard[0]?.startsWith(says), `${heard[0]} begins with ${says}`).toBe(true);
  });

  it("survives them all, wherever they happen", () => {
    const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const records = all.filter((file) => file.endsWith(".json"));
    expect(records.length).toBeGreaterThan(200);
    for (const account of ["management", "network", "production"]) {
      for (const event of records.flatMap((file) => eventsIn(file, account))) {
        for (const what of whatIn(tripwire, event)) expect(what).not.toBe("");
      }
    }
  });
}

/** The events of a file, as if they had happened in an account of SecureCart's. */
function eventsIn(file: string, account: string): Json[] {
  const id = accountId(account);
  return parseTrailFile(readFileSync(`${folder}${file}`, "utf8")).map((item) => {
    const record = (
      "detail" in (item as RecordJson) ? (item as RecordJson).detail : item
    ) as RecordJson;
    const { userIdentity } = record;
    const identity = typeof userIdentity === "object" ? { ...userIdentity, accountId: id } : {};
    return eventOf(record, { recipientAccountId: id, userIdentity: identity });
  });
}

function whatIn(tripwire: Tripwire, event: Json): string[] {
  const record = parseTrailEvent(event);
  if ("skipped" in record) return [];
  return hear(event, record, [tripwire], baseline).flatMap(({ heard }) =>
    heard.map(({ cause }) => cause.what),
  );
}
