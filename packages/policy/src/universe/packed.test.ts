// biome-ignore-all lint/suspicious/noTemplateCurlyInString: AWS writes ARN patterns like that.
import { describe, expect, it } from "vitest";
import { packUniverse, unpackText, unpackUniverse } from "./packed.ts";

const detector = "arn:${Partition}:guardduty:${Region}:${Account}:detector/${DetectorId}";
const filter = `${detector}/filter/\${FilterName}`;
const services = [
  {
    service: "guardduty",
    actions: [
      { name: "CreateFilter", resources: [detector] },
      { name: "DeleteFilter", resources: [filter, detector] },
      { name: "ListDetectors", resources: [] },
    ],
  },
  { service: "sts", actions: [{ name: "GetCallerIdentity", resources: [] }] },
];

describe("a packed universe", () => {
  const packed = packUniverse(services);
  const universe = unpackUniverse(packed);

  it("holds each pattern once a service and names actions by it", () => {
    expect(JSON.parse(unpackText(packed))).toEqual([
      ["guardduty", [detector, filter], "CreateFilter 0,DeleteFilter 1 0,ListDetectors"],
      ["sts", [], "GetCallerIdentity"],
    ]);
  });

  it("comes back as it was", () => {
    expect([...universe.services]).toEqual([
      ["guardduty", ["CreateFilter", "DeleteFilter", "ListDetectors"]],
      ["sts", ["GetCallerIdentity"]],
    ]);
    expect(universe.resourcesOf("guardduty:CreateFilter")).toEqual([detector]);
    expect(universe.resourcesOf("guardduty:DeleteFilter")).toEqual([filter, detector]);
    expect(universe.resourcesOf("guardduty:ListDetectors")).toEqual([]);
    expect(universe.resourcesOf("GuardDuty:createfilter")).toEqual([detector]);
    expect(universe.resourcesOf("sts:CreateFilter")).toEqual([]);
  });

  it("is plain text that a string literal can hold, the same every time", () => {
    expect(packed).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(packUniverse(services)).toBe(packed);
  });

  it("is compressed", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      name: `DescribeThing${index}`,
      resources: [detector],
    }));
    const large = packUniverse([{ service: "guardduty", actions: many }]);
    expect(large.length).toBeLessThan(unpackText(large).length / 4);
  });
});
