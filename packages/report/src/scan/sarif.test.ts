import { describe, expect, it } from "vitest";
import { DRIFTED, EXEMPT, PENDING, REPORT, UNKNOWN } from "./report.fixture.ts";
import { scanSarif } from "./sarif.ts";

const [run] = scanSarif(REPORT, (file) => `baseline/${file}`).runs;
if (run === undefined) throw new Error("there is no run");
const of = (key: string) => run.results.filter(({ properties }) => properties?.key === key);

describe("a plan as SARIF", () => {
  it("points at the line of the baseline that is violated, once for each difference", () => {
    const results = of(DRIFTED.key);
    expect(results).toHaveLength(2);
    for (const { locations, ruleId, level } of results) {
      expect({ ruleId, level }).toEqual({ ruleId: "scp-attachment", level: "error" });
      expect(locations).toEqual([
        {
          physicalLocation: {
            artifactLocation: { uri: "baseline/holdfast.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 47, startColumn: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: "units.Root/Workloads.policies" }],
        },
      ]);
    }
  });

  it("is mild about what is accepted or under way, and warns of what is not known", () => {
    expect(of(EXEMPT.key)[0]).toMatchObject({
      level: "note",
      message: { text: expect.stringContaining("exempt until 2027-01-31: vendor trial") },
    });
    expect(of(PENDING.key)[0]).toMatchObject({ level: "note" });
    expect(of(UNKNOWN.key)[0]).toMatchObject({
      level: "warning",
      message: { text: expect.stringContaining("AccessDeniedException") },
    });
  });

  it("does not pass for complete when something was not read", () => {
    expect(run.invocations?.[0]).toMatchObject({ executionSuccessful: false });
    expect(run.invocations?.[0]?.toolExecutionNotifications).toHaveLength(2);
    const [complete] = scanSarif({ ...REPORT, complete: true, sections: [] }, (file) => file).runs;
    expect(complete?.invocations?.[0]).toEqual({
      executionSuccessful: true,
      toolExecutionNotifications: [],
    });
  });

  it("knows a drift again, and tells two apart", () => {
    const prints = run.results.map(({ partialFingerprints }) => partialFingerprints.holdfastDrift);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("shows foreign text so that it can't hide or lead anywhere", () => {
    expect(JSON.stringify(run)).not.toMatch(/https:\/\/evil|\u202e/);
  });
});
