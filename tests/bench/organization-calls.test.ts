import type { LoggedCall } from "@holdfast/lab";
import { describe, expect, it } from "vitest";
import { split } from "./organization-calls.ts";

const call = (operation: string, TargetId: string): LoggedCall => ({
  at: 0,
  principal: "",
  role: undefined,
  action: `organizations:${operation}`,
  input: { TargetId },
  object: TargetId,
  region: "us-east-1",
  requestId: "",
  outcome: "ok",
  readOnly: operation.startsWith("List"),
});

const read = call("ListPoliciesForTarget", "ou-1");
const write = call("AttachPolicy", "ou-1");
const elsewhere = call("ListPoliciesForTarget", "ou-2");

describe("split", () => {
  it("ends the revert with the first read of the target after the write", () => {
    expect(split([read, write, read, elsewhere, read])).toEqual({
      untilVerified: [read, write, read],
      again: [read],
      neighbours: [elsewhere],
    });
  });

  it("counts everything that is called before the re-read, whatever it reads", () => {
    const { untilVerified } = split([read, write, elsewhere, read]);
    expect(untilVerified).toEqual([read, write, elsewhere, read]);
  });

  it("refuses to call a write verified that was never read again", () => {
    expect(() => split([read, write, elsewhere])).toThrow("did not come back");
    expect(() => split([read, read])).toThrow("did not come back");
  });
});
