import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "./fixture.ts";

const lock = (before: string, after: string) =>
  complaints(edited("holdfast.lock.json", before, after));

describe("the lock file", () => {
  it.each([
    ['"p-00000001"', '"p-1"', "10:16 policies.no-root - must be a policy id (p-…)"],
    [
      '"p-00000001"',
      '"p-FullAWSAccess"',
      "10:16 policies.no-root - is AWS's own policy and always attached: leave it out",
    ],
    [
      '"p-00000001"',
      '"p-00000002"',
      "11:15 policies.freeze - p-00000002 is the id of no-root already",
    ],
    [
      '"ou-ab12-00000001"',
      '"ou-xx12-00000001"',
      "6:18 units.Root/Work - ou-xx12-00000001 is not below r-ab12",
    ],
    [
      '"ou-ab12-00000001"',
      '"ou-ab12-00000002"',
      "7:23 units.Root/Work/Live - ou-ab12-00000002 is the id of Root/Work already",
    ],
    ['"r-ab12"', '"R-ab12"', "4:11 root - must be a root id (r-…)"],
    ['"o-abcdefghij"', '"o-short"', "3:19 organization - must be an organization id (o-…)"],
    ['"version": 1', '"version": 1, "extra": 1', "2:17 extra - unknown key"],
    [
      '"freeze"',
      '"fereze"',
      '11:5 policies.fereze - names nothing in the baseline (did you mean "freeze"?)',
    ],
    [
      '"units": {',
      '"units": { "Root": "ou-ab12-00000003",',
      "5:14 units.Root - the root's id belongs to `root`",
    ],
    [
      '"units": {',
      '"units": { "Root/Work": "ou-ab12-00000003",',
      "6:5 - this key stands here twice",
    ],
  ])("refuses %s changed to %s", (before, after, complaint) => {
    expect(lock(before, after)).toContain(`holdfast.lock.json:${complaint}`);
  });

  it("must pin every unit and every policy", () => {
    expect(lock('    "no-root": "p-00000001",\n', "")).toEqual([
      "holdfast.yaml:15:22 units.Root.policies.0 - no-root has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
    expect(lock('    "Root/Work": "ou-ab12-00000001",\n', "")).toEqual([
      "holdfast.yaml:16:3 units.Root/Work - has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
  });

  it("is JSON, not YAML", () => {
    expect(lock('"version": 1,', "version: 1,")[0]).toMatch(
      /^holdfast.lock.json:1:1 - is not JSON/,
    );
  });

  it("may be indented with tabs", () => {
    const text = JSON.stringify(JSON.parse(FILES["holdfast.lock.json"]), null, "\t");
    expect(load({ ...FILES, "holdfast.lock.json": text }).hash).toBe(load().hash);
  });
});
