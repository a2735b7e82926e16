/** `npm start -- --format json`: what scripts rely on. */
import { describe, expect, it } from "vitest";
import { run, schema } from "./command.ts";

interface Report {
  readonly scenarios: readonly {
    readonly id: string;
    readonly expects: "revert" | "alert" | "nothing";
    readonly held: boolean;
    readonly actions: readonly unknown[];
    readonly findings: readonly { readonly recordState: string }[];
    readonly millis: number;
  }[];
  readonly held: number;
  readonly total: number;
}

const FILE = "packages/cli/src/start.ts";
const LONG = 180_000;

describe("npm start", () => {
  const validate = schema("start");

  /** Everything on stdout is one JSON document, or this throws. */
  async function played(...args: readonly string[]) {
    const { code, stdout } = await run(FILE, ["--format", "json", ...args]);
    const report: unknown = JSON.parse(stdout);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    return { code, report: report as Report };
  }

  it("holds every scenario and exits with 0", { timeout: LONG }, async () => {
    const { code, report } = await played();
    expect(report.scenarios.filter(({ held }) => !held).map(({ id }) => id)).toEqual([]);
    expect(code).toBe(0);
    expect(report.held).toBe(report.total);
    expect(report.total).toBe(report.scenarios.length);
    expect(new Set(report.scenarios.map(({ id }) => id)).size).toBe(report.total);
    for (const { expects, actions, findings, millis, id } of report.scenarios) {
      if (expects === "revert")
        expect({ id, wrote: actions.length > 0 }).toEqual({ id, wrote: true });
      if (expects === "revert") expect({ id, timed: millis > 0 }).toEqual({ id, timed: true });
      if (expects === "nothing")
        expect({ id, actions, findings }).toEqual({ id, actions: [], findings: [] });
    }
  });

  it("holds without Holdfast only what needs none, and exits with 1", {
    timeout: LONG,
  }, async () => {
    const { code, report } = await played("--no-enforce");
    expect(code).toBe(1);
    for (const { id, expects, held, actions } of report.scenarios) {
      expect({ id, held, actions }).toEqual({ id, held: expects === "nothing", actions: [] });
    }
    expect(report.held).toBe(report.scenarios.filter(({ held }) => held).length);
    expect(report.held).toBeLessThan(report.total);
  });

  it.each([["--wat"], ["--format", "yaml"]])("refuses %s with 1 and says so", async (...args) => {
    const { code, stdout, stderr } = await run(FILE, args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error:");
  });
});
