/** `holdfast explain --format json`: what scripts rely on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { holdfast, run, schema } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const detached = {
  eventVersion: "1.11",
  eventID: "e-1",
  eventTime: "2026-11-23T09:00:00Z",
  eventSource: "organizations.amazonaws.com",
  eventName: "DetachPolicy",
  awsRegion: "us-east-1",
  recipientAccountId: "100000000001",
  requestParameters: { policyId: "p-7415c39f", targetId: "r-5c7t" },
};
const records = [
  detached,
  { ...detached, eventID: "e-2", errorCode: "AccessDeniedException" },
  { ...detached, eventID: "e-3", eventName: "ListRoots" },
  "no record",
];

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("holdfast explain", () => {
  const validate = schema("explain");

  it("gives one verdict per record, in their order, and nothing else on stdout", async () => {
    const path = file("records.json", JSON.stringify({ Records: records }));
    const { code, stdout } = await holdfast("explain", path, "--format", "json");
    const explained = JSON.parse(stdout);
    validate(explained);
    expect(validate.errors ?? []).toEqual([]);
    expect(code).toBe(0);
    expect(explained.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      "watched",
      "ignored",
      "ignored",
      "ignored",
    ]);
    expect(explained[0].guardrails).toEqual([
      {
        id: "scp-attachment",
        keys: ["scp-attachment/100000000001/us-east-1/SERVICE_CONTROL_POLICY/r-5c7t"],
      },
    ]);
  });

  it("writes the same to a file, and then nothing to stdout", async () => {
    const path = file("one.json", JSON.stringify(detached));
    const out = join(folder, "out.json");
    const toStdout = await holdfast("explain", path, "--format", "json");
    const toFile = await holdfast("explain", path, "--format", "json", "--out", out);
    expect(toFile.stdout).toBe("");
    expect(readFileSync(out, "utf8")).toBe(toStdout.stdout);
  });

  it("reads standard input", async () => {
    const { code, stdout } = await run(
      "packages/cli/src/main.ts",
      ["explain", "-", "--format", "json"],
      { input: JSON.stringify(detached) },
    );
    expect([code, JSON.parse(stdout).length]).toEqual([0, 1]);
  });

  it.each([
    ["a file that is not there", () => join(folder, "missing.json"), "missing.json"],
    ["a file that is not JSON", () => file("bad.json", "{"), "not JSON"],
  ])("refuses %s with 1, in words", async (_what, path, words) => {
    const { code, stdout, stderr } = await holdfast("explain", path(), "--format", "json");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
  });
});
