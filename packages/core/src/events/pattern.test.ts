import { describe, expect, it } from "vitest";
import { type EventPattern, matches } from "./pattern.ts";

/** Answers of AWS's own Event Ruler to these pairs. */
const cases: [string, EventPattern, Record<string, never> | object, boolean][] = [
  ["a literal", { source: ["aws.organizations"] }, { source: "aws.organizations" }, true],
  ["one of several", { source: ["aws.iam", "aws.sts"] }, { source: "aws.sts" }, true],
  ["another literal", { source: ["aws.iam"] }, { source: "aws.sts" }, false],
  ["a number is not its text", { count: [1] }, { count: "1" }, false],
  ["a missing field", { source: ["aws.iam"] }, {}, false],
  ["a nested field", { detail: { eventName: ["X"] } }, { detail: { eventName: "X" } }, true],
  ["a nested field of a string", { detail: { eventName: ["X"] } }, { detail: "X" }, false],
  ["absence", { detail: { errorCode: [{ exists: false }] } }, { detail: { a: 1 } }, true],
  [
    "absence of what is there",
    { detail: { errorCode: [{ exists: false }] } },
    { detail: { errorCode: "E" } },
    false,
  ],
  ["null is there", { a: [{ exists: true }] }, { a: null }, true],
  ["an object is no leaf", { a: [{ exists: true }] }, { a: { b: 1 } }, false],
  ["a prefix", { a: [{ prefix: "Update" }] }, { a: "UpdateFunctionCode20150331v2" }, true],
  ["a suffix", { a: [{ suffix: ":role/Way" }] }, { a: "arn:aws:iam::1:role/Way" }, true],
  ["no suffix", { a: [{ suffix: ":role/Way" }] }, { a: "arn:aws:iam::1:role/x/Way" }, false],
  ["a suffix of a number", { a: [{ suffix: "7" }] }, { a: 7 }, false],
  ["anything but", { a: [{ "anything-but": ["x"] }] }, { a: "y" }, true],
  ["anything but what it is", { a: [{ "anything-but": ["x"] }] }, { a: "x" }, false],
  ["one element of a list", { a: ["x"] }, { a: ["y", "x"] }, true],
];

describe("event patterns", () => {
  it.each(cases)("%s", (_title, pattern, event, expected) => {
    expect(matches(pattern, event as never)).toBe(expected);
  });
});
