import { describe, expect, it } from "vitest";
import { type Figure, jsonOf, meets, sampled, textOf } from "./figure.ts";

const goal = { atMost: 3, because: "read, write, verify" };
const calls: Figure = { id: "calls", title: "Calls per revert", value: 3, unit: "calls", goal };
const time: Figure = { id: "time", title: "Init", unit: "ms", ...sampled([12.34, 1500, 20]) };

describe("a figure", () => {
  it("meets its goal up to and including the limit", () => {
    expect(meets(calls)).toBe(true);
    expect(meets({ ...calls, value: 3.01 })).toBe(false);
  });

  it("meets a goal that it must reach, too", () => {
    const rate: Figure = { ...calls, goal: { atLeast: 3, because: "enough" } };
    expect(meets(rate)).toBe(true);
    expect(meets({ ...rate, value: 2.99 })).toBe(false);
    expect(textOf([rate])).toContain("met: at least 3 (enough)");
  });

  it("without a goal has none to miss", () => {
    expect(meets(time)).toBe(true);
  });
});

describe("the table", () => {
  it("shows the value, its range and whether the goal is met, in columns", () => {
    expect(textOf([calls, time, { ...calls, value: 4 }]).split("\n")).toEqual([
      "figure            measured               goal",
      "Calls per revert  3 calls                met: at most 3 (read, write, verify)",
      "Init              20 ms (12.3 to 1,500)",
      "Calls per revert  4 calls                MISSED: at most 3 (read, write, verify)",
      "",
    ]);
  });
});

describe("the JSON", () => {
  it("carries a version, and a verdict only where there is a goal", () => {
    expect(JSON.parse(jsonOf([calls, time]))).toEqual({
      version: 1,
      figures: [
        { ...calls, met: true },
        { ...time, value: 20, range: [12.34, 1500] },
      ],
    });
  });
});
