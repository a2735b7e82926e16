import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventPattern, matches } from "../events/pattern.ts";
import type { Watch } from "../guardrail.ts";
import { patternOf, rulesOf } from "./rules.ts";

const NAMES = ["AttachPolicy", "DetachPolicy", "MoveAccount", "DeletePolicy", "UpdatePolicy"];
const SOURCES = ["organizations.amazonaws.com", "iam.amazonaws.com"];

const watchOf = (pattern: EventPattern, rest: Partial<Watch> = {}): Watch => ({
  pattern,
  keys: () => [],
  ...rest,
});

/** Rules for watches, with a fixed target. */
const rules = (watches: readonly Watch[]) =>
  rulesOf([{ watches }], {
    bus: "default",
    target: { bus: "hub" },
    name: (index) => `rule-${index}`,
  });

const event = (eventName: string, detail: object = {}) =>
  ({
    source: "aws.organizations",
    detail: { eventSource: SOURCES[0] ?? "", eventName, ...detail },
  }) as const;

describe("the pattern of a watch", () => {
  const pattern = { detail: { eventName: ["AttachPolicy"] } };

  it("leaves failed calls out, however the watch is written", () => {
    const failed = event("AttachPolicy", { errorCode: "AccessDenied" });
    for (const watched of [pattern, { source: ["aws.organizations"] }]) {
      expect(matches(patternOf(watchOf(watched)), event("AttachPolicy"))).toBe(true);
      expect(matches(patternOf(watchOf(watched)), failed)).toBe(false);
    }
  });

  it("keeps failed calls where they are wanted", () => {
    const watch = watchOf(pattern, { failed: "include" });
    const failed = event("AttachPolicy", { errorCode: "AccessDenied" });
    expect(matches(patternOf(watch), failed)).toBe(true);
    expect(matches(patternOf(watch), event("AttachPolicy"))).toBe(true);
  });
});

describe("rules", () => {
  it("join patterns that differ in nothing but names, each name once and in order", () => {
    const made = rules([
      watchOf({ detail: { eventSource: ["a"], eventName: ["Y", "X"] } }),
      watchOf({ detail: { eventSource: ["a"], eventName: ["X", "A"] } }),
      watchOf({ detail: { eventSource: ["b"], eventName: ["X"] } }),
    ]);
    const names = made.map(({ pattern }) => (pattern.detail as EventPattern).eventName);
    expect(names).toEqual([["A", "X", "Y"], ["X"]]);
    expect(made.map(({ name }) => name)).toEqual(["rule-1", "rule-2"]);
  });

  it("give read-only events the state that lets them through, and only them", () => {
    const made = rules([
      watchOf({ detail: { eventName: ["X"] } }),
      watchOf({ detail: { eventName: ["Y"] } }, { readOnly: true }),
    ]);
    expect(made.map(({ state }) => state)).toEqual([
      "ENABLED",
      "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    ]);
  });

  it("do not narrow a watch of all names to the names of another", () => {
    const all = { detail: { eventSource: ["organizations.amazonaws.com"] } };
    const some = { detail: { ...all.detail, eventName: ["AttachPolicy"] } };
    for (const watches of [
      [watchOf(all), watchOf(some)],
      [watchOf(some), watchOf(all)],
    ]) {
      const made = rules(watches);
      expect(made.some(({ pattern }) => matches(pattern, event("MoveAccount")))).toBe(true);
    }
  });

  it("stay below 2,048 characters, with every name in exactly one", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Za-z]{5,60}$/), {
          minLength: 1,
          maxLength: 150,
        }),
        (names) => {
          const detail = { eventSource: ["organizations.amazonaws.com"], eventName: names };
          const made = rules([watchOf({ source: ["aws.organizations"], detail })]);
          for (const { pattern } of made) {
            expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
          }
          const parts = made.map(({ pattern }) => (pattern.detail as EventPattern).eventName);
          expect(parts.flat().toSorted()).toEqual(names.toSorted());
          expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
        },
      ),
    );
  });

  it("let through exactly what the watches ask for", () => {
    const matcher = fc.oneof(
      fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
      fc.constantFrom([{ prefix: "Update" }], [{ "anything-but": ["MoveAccount"] }]),
    );
    const watches = fc.array(
      fc.record(
        {
          source: fc.constantFrom(...SOURCES),
          eventName: fc.option(matcher, { nil: undefined }),
          failed: fc.constantFrom("ignore" as const, "include" as const),
          readOnly: fc.boolean(),
        },
        { requiredKeys: ["source", "failed", "readOnly"] },
      ),
      { maxLength: 5 },
    );
    const events = SOURCES.flatMap((eventSource) =>
      [...NAMES, "UpdateX", "Other"].flatMap((eventName) => [
        event(eventName, { eventSource }),
        event(eventName, { eventSource, errorCode: "AccessDenied" }),
      ]),
    );
    fc.assert(
      fc.property(watches, (declared) => {
        const list = declared.map(({ source, eventName, failed, readOnly }) =>
          watchOf(
            { detail: { eventSource: [source], ...(eventName && { eventName }) } },
            { failed, readOnly },
          ),
        );
        const made = rules(list);
        for (const one of events) {
          const wanted = list.some((watch) => matches(patternOf(watch), one));
          expect(made.some(({ pattern }) => matches(pattern, one))).toBe(wanted);
        }
      }),
    );
  });
});
