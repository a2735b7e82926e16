/** What a tripwire says of itself: page, watches, and what it makes of broken records. */
import { existsSync, readFileSync } from "node:fs";
import { parseTrailEvent } from "@holdfast/aws";
import { formatKey, type Json, parseKey, type Tripwire } from "@holdfast/core";
import { hear } from "@holdfast/core/tripwire";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { baseline, deployment, repository } from "../../support/securecart.ts";

/** EventBridge quota: characters of a rule's pattern. */
const PATTERN_LIMIT = 2_048;

export function testTripwireDeclaration(tripwire: Tripwire): void {
  const { id, docs, title, severity, domain } = tripwire;
  const page = () => readFileSync(`${repository}${docs}`, "utf8");

  it("has a page in its folder, under its title, with its severity", () => {
    expect(docs).toBe(`packages/guardrails/src/${id}/README.md`);
    expect(existsSync(`${repository}${docs}`), `${docs} is missing`).toBe(true);
    expect(page().split("\n")[0]).toBe(`# ${title}`);
    expect(page()).toContain(`**Severity** ${severity}`);
    expect(page()).toContain(`**Tactic** ${tripwire.tactic.split(" ")[0]}`);
  });

  it("says what it watches, why, and where events must be recorded", () => {
    const titles = page().match(/^## .+$/gm) ?? [];
    for (const wanted of ["What it watches", "Why", "Where the events must be recorded"]) {
      expect(titles).toContain(`## ${wanted}`);
    }
  });

  it("watches something under SecureCart's baseline, in Regions that exist", () => {
    const watches = tripwire.watches(baseline);
    expect(watches).not.toEqual([]);
    for (const { regions = baseline.organization.regions } of watches) {
      for (const region of regions) expect(region).toMatch(/^[a-z]{2}(-[a-z]+)+-\d$/);
    }
  });

  it("has patterns that EventBridge takes, and rules that lead to a queue apart from the reverts", () => {
    for (const { pattern } of tripwire.watches(baseline)) {
      expect(JSON.stringify(pattern).length).toBeLessThan(PATTERN_LIMIT);
    }
    expect(domain).toBe("tripwires");
    expect(deployment.queues.map(({ name }) => name)).toContain("holdfast-lab-tripwires");
  });

  it("survives any record, and finds only keys of its own that can be written down", () => {
    const watches = tripwire.watches(baseline);
    fc.assert(
      fc.property(broken(tripwire), (event) => {
        const record = parseTrailEvent(event);
        if ("skipped" in record) return;
        for (const { key, heard } of hear(event, record, [tripwire], baseline)) {
          expect(key.guardrail).toBe(id);
          expect(parseKey(formatKey(key))).toEqual(key);
          expect(tripwire.subject(key, baseline).name).not.toBe("");
          for (const { cause } of heard) expect(cause.what).not.toBe("");
        }
        // Also what no pattern would have let through.
        for (const watch of watches) watch.keys(record, baseline);
        tripwire.meaning(record, baseline);
      }),
      { numRuns: 300 },
    );
  });
}

/** Records of the watched kinds with parts missing, of the wrong type, or anything else. */
function broken(tripwire: Tripwire): fc.Arbitrary<Json> {
  const words = JSON.stringify(tripwire.watches(baseline).map(({ pattern }) => pattern));
  const known = [...words.matchAll(/"([A-Za-z][\w./ -]+)"/g)].map(([, word = ""]) => word);
  const text = fc.oneof(fc.constantFrom(...known), fc.string({ minLength: 1 }));
  const any = fc.jsonValue() as fc.Arbitrary<Json>;
  const part = fc.oneof(any, fc.constant(null));
  const identity = fc.record(
    {
      type: fc.constantFrom("Root", "IAMUser", "AssumedRole", "AWSService"),
      arn: fc.oneof(text, fc.constant("arn:aws:iam::100000000009:user/break-glass/olivia")),
      accountId: fc.constantFrom("100000000001", "100000000009", "unknown"),
      userName: text,
      invokedBy: text,
      sessionContext: part,
    },
    { requiredKeys: [] },
  );
  const detail = fc.record(
    {
      eventSource: text,
      eventName: text,
      eventID: text,
      eventTime: text,
      awsRegion: fc.constantFrom("us-east-1", "eu-west-1"),
      recipientAccountId: fc.constantFrom("100000000001", "100000000009", "555555555555"),
      userIdentity: fc.oneof(identity, part),
      errorCode: text,
      errorMessage: text,
      requestParameters: part,
      responseElements: part,
      additionalEventData: part,
      readOnly: part,
    },
    { requiredKeys: ["eventSource", "eventName"] },
  );
  return fc
    .record({ source: fc.constantFrom("aws.signin", "aws.iam", "aws.sts", "aws.ec2"), detail })
    .map(
      ({ source, detail }) =>
        ({ source, "detail-type": "AWS API Call via CloudTrail", detail }) as unknown as Json,
    );
}
