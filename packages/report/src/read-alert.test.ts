import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertJson } from "./alert-json.ts";
import { EVERY_OUTCOME, FAILED, REVERTED } from "./finding.fixture.ts";
import { readAlert } from "./read-alert.ts";
import { slackAlert } from "./slack/alert.ts";

const place = { stage: "test", accounts: new Map<string, string>() };

/** An alert in which the member at `path` is `value`. */
function withMember(path: readonly string[], value: unknown): string {
  const alert: unknown = structuredClone(alertJson(FAILED));
  const target = path
    .slice(0, -1)
    .reduce<unknown>((at, name) => Reflect.get(Object(at), name), alert);
  Reflect.set(Object(target), path.at(-1) ?? "", value);
  return JSON.stringify(alert);
}

describe("an alert that is read back", () => {
  it("is what was written, for every outcome", () => {
    for (const finding of EVERY_OUTCOME) {
      const alert = alertJson(finding);
      expect(readAlert(JSON.stringify(alert))).toEqual(JSON.parse(JSON.stringify(alert)));
    }
  });

  it.each([
    ["version", 2],
    ["outcome", "UNHEARD_OF"],
    ["outcome", "toString"],
    ["summary", null],
    ["incident", 7],
    ["subject", "Root"],
    ["subject.accounts", "all"],
    ["subject.unit", 7],
    ["guardrail.runbook", undefined],
    ["notes", [7]],
    ["impact", { sentences: "x" }],
    ["differences.0.kind", "gone"],
    ["differences.0.expected", undefined],
    ["actions.0.result", "maybe"],
    ["actions.0.detail", 7],
    ["causes.0.actor", null],
    ["causes.0.actor.name", undefined],
    ["happened", 7],
  ])("is none if its %s is %j", (path, value) => {
    expect(readAlert(withMember(path.split("."), value))).toBeUndefined();
  });

  it.each(["", "{", "null", "[]", "7", '"text"', "{}", '{"version":1}'])(
    "is none in %s",
    (text) => {
      expect(readAlert(text)).toBeUndefined();
    },
  );

  it("can be shown, whatever was done to it", () => {
    const paths = [
      "subject",
      "guardrail",
      "causes",
      "actions",
      "differences",
      "notes",
      "impact",
      "summary",
      "causes.0",
      "actions.0",
      "differences.0",
      "causes.0.actor",
      "severity",
      "mode",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const alert = readAlert(withMember(path.split("."), value));
        if (alert !== undefined) expect(() => slackAlert(alert, place)).not.toThrow();
      }),
      { numRuns: 500 },
    );
    expect(readAlert(JSON.stringify(alertJson(REVERTED)))).toBeDefined();
  });
});
