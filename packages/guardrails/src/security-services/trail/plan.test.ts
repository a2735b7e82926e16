import type { DeclaredTrail } from "@holdfast/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, securecart } from "../../securecart.fixture.ts";
import { isGuarded, trailArn, trailKeysOf } from "../keys.ts";
import { diff } from "./diff.ts";
import type { Live } from "./live.ts";
import { plan } from "./plan.ts";
import { recordsAll, type Selectors, selectorsIn, withAllManagementEvents } from "./selectors.ts";

const WANT: DeclaredTrail = {
  name: "organization-trail",
  account: "100000000001",
  region: "us-east-1",
  organization: true,
  bucket: "logs",
};
const ALL: Selectors = selectorsIn({ EventSelectors: [{}] } as never);
const RIGHT: Live = {
  kind: "trail",
  bucket: "logs",
  prefix: null,
  key: null,
  organization: true,
  multiRegion: true,
  globalEvents: true,
  validation: true,
  logging: true,
  selectors: ALL,
};
const actions = (live: Live | undefined, want = WANT) =>
  plan(want, live).map(({ action }) => action.replace("cloudtrail:", ""));

describe("a trail", () => {
  it("is in order as it is declared", () => {
    expect(diff(WANT, RIGHT)).toEqual([]);
    expect(plan(WANT, RIGHT)).toEqual([]);
  });

  it.each([
    ["logging", { logging: false }, ["StartLogging"]],
    ["multiRegion", { multiRegion: false }, ["UpdateTrail"]],
    ["globalEvents", { globalEvents: false }, ["UpdateTrail"]],
    ["validation", { validation: false }, ["UpdateTrail"]],
    ["organization", { organization: false }, ["UpdateTrail"]],
    ["bucket", { bucket: "other" }, ["UpdateTrail"]],
    ["prefix", { prefix: "other" }, ["UpdateTrail"]],
    ["key", { key: "arn:aws:kms:us-east-1:999999999999:key/1" }, ["UpdateTrail"]],
    ["selectors", { selectors: { basic: [], advanced: [] } }, ["PutEventSelectors"]],
  ] satisfies [string, Partial<Live>, string[]][])(
    "that differs in %s is put right by what that takes",
    (path, change, wanted) => {
      const live = { ...RIGHT, ...change };
      expect(diff(WANT, live).map((one) => one.path)).toEqual([path]);
      expect(actions(live)).toEqual(wanted);
    },
  );

  it("logs again before anything else", () => {
    const live = {
      ...RIGHT,
      logging: false,
      bucket: "other",
      selectors: { basic: [], advanced: [] },
    };
    expect(actions(live)).toEqual(["StartLogging", "PutEventSelectors", "UpdateTrail"]);
  });

  it("that is gone is made again, and then logs", () => {
    expect(diff(WANT, undefined).map(({ kind }) => kind)).toEqual(["missing"]);
    const [create, start] = plan(WANT, undefined);
    expect(create?.input).toMatchObject({ Name: WANT.name, IsOrganizationTrail: true });
    expect(start?.input).toEqual({ Name: trailArn(WANT) });
    expect(start?.requires).toEqual([0]);
  });

  it("loses a prefix and a key that nobody declared, and keeps those that are", () => {
    const [step] = plan(WANT, { ...RIGHT, prefix: "x", key: "arn:aws:kms:k" });
    expect(step?.input).toMatchObject({ S3KeyPrefix: "", KmsKeyId: "" });
    const want = { ...WANT, prefix: "trails", key: "arn:aws:kms:mine" };
    const [other] = plan(want, RIGHT);
    expect(other?.input).toMatchObject({ S3KeyPrefix: "trails", KmsKeyId: "arn:aws:kms:mine" });
  });
});

describe("what a trail records", () => {
  const resource = { Type: "AWS::S3::Object", Values: ["arn:aws:s3:::orders/"] };
  const basic = fc.record({
    ReadWriteType: fc.constantFrom("All", "ReadOnly", "WriteOnly"),
    IncludeManagementEvents: fc.boolean(),
    DataResources: fc.constantFrom([], [resource]),
    ExcludeManagementEventSources: fc.constantFrom([], ["kms.amazonaws.com"]),
  });
  const field = fc.constantFrom(
    { Field: "eventCategory", Equals: ["Management"] },
    { Field: "eventCategory", Equals: ["Data"] },
    { Field: "readOnly", Equals: ["true"] },
    { Field: "resources.type", Equals: ["AWS::S3::Object"] },
  );
  const advanced = fc.record({
    Name: fc.string(),
    FieldSelectors: fc.array(field, { minLength: 1, maxLength: 3 }),
  });
  const selections = fc.oneof(
    fc.array(basic, { maxLength: 4 }).map((EventSelectors) => ({ EventSelectors })),
    fc
      .array(advanced, { minLength: 1, maxLength: 4 })
      .map((AdvancedEventSelectors) => ({ AdvancedEventSelectors })),
  );
  const data = ({ basic: some, advanced: others }: Selectors) =>
    JSON.stringify([
      some.filter(({ DataResources }) => DataResources.length > 0).map((one) => one.DataResources),
      others.filter((one) => !JSON.stringify(one).includes('"Management"')),
    ]);

  it("is all management events afterwards, and the same data events as before", () => {
    fc.assert(
      fc.property(selections, (given) => {
        const before = selectorsIn(given as never);
        const after = selectorsIn(withAllManagementEvents(before) as never);
        expect(recordsAll(after)).toBe(true);
        expect(data(after)).toBe(data(before));
      }),
    );
  });

  it.each([
    [{ EventSelectors: [{ ReadWriteType: "WriteOnly" }] }, false],
    [{ EventSelectors: [{ IncludeManagementEvents: false }, {}] }, true],
    [{ EventSelectors: [] }, false],
    [
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] },
        ],
      },
      true,
    ],
    [
      {
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: "eventCategory", Equals: ["Management"] },
              { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] },
            ],
          },
        ],
      },
      false,
    ],
  ])("of %j all is %s", (given, all) => {
    expect(recordsAll(selectorsIn(given as never))).toBe(all);
  });
});

describe("an event about a trail", () => {
  const led = (request: Record<string, string>, account = WANT.account) =>
    trailKeysOf(record("StopLogging", { account, request }), securecart).map(
      ({ resource }) => resource,
    );

  it("leads to the declared trail that it names, by name or ARN, from whatever account", () => {
    expect(led({ name: WANT.name })).toEqual(["trail/organization-trail"]);
    expect(led({ name: trailArn(WANT) }, "100000000002")).toEqual(["trail/organization-trail"]);
    expect(led({ trailName: WANT.name })).toEqual(["trail/organization-trail"]);
  });

  it("leads nowhere if it is about another one, and to all if it names none", () => {
    expect(led({ name: "mine" })).toEqual([]);
    expect(led({})).toEqual(["trail/organization-trail"]);
    expect(isGuarded(record("StopLogging", { request: {} }), securecart)).toBe(false);
  });
});
