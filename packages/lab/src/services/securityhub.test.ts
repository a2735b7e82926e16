import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  GetFindingsCommand,
  type GetFindingsCommandInput,
  InvalidAccessException,
  InvalidInputException,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, REGION, testEndpoint } from "../endpoint.fixture.ts";
import { createSecurityHub, type SecurityHub } from "./securityhub.ts";

let hub: SecurityHub;
let client: SecurityHubClient;

beforeEach(() => {
  hub = createSecurityHub();
  hub.enable(ACCOUNT, REGION);
  client = new SecurityHubClient(testEndpoint([hub.service]).configuration);
});

const GOOD: AwsSecurityFinding = {
  SchemaVersion: "2018-10-08",
  Id: "holdfast/1",
  ProductArn: `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`,
  GeneratorId: "holdfast/scp-attachment",
  AwsAccountId: ACCOUNT,
  Types: ["TTPs/Defense Evasion"],
  CreatedAt: "2027-01-01T00:00:00Z",
  UpdatedAt: "2027-01-01T00:00:00Z",
  Severity: { Label: "CRITICAL" },
  Title: "A service control policy was detached",
  Description: "deny-root-user was detached from Root.",
  Resources: [{ Type: "Other", Id: "r-ab12" }],
};

const load = (...Findings: AwsSecurityFinding[]) =>
  client.send(new BatchImportFindingsCommand({ Findings }));
const find = (Filters?: GetFindingsCommandInput["Filters"]) =>
  client.send(new GetFindingsCommand({ Filters }));
const stored = () => hub.findings(ACCOUNT, REGION);

describe("importing findings", () => {
  it("stores one and adds what Security Hub adds", async () => {
    expect(await load(GOOD)).toMatchObject({ SuccessCount: 1, FailedCount: 0, FailedFindings: [] });
    expect(stored()).toEqual([
      { ...GOOD, RecordState: "ACTIVE", Workflow: { Status: "NEW" }, WorkflowState: "NEW" },
    ]);
  });

  it("updates on a later UpdatedAt, and ignores an equal or earlier one", async () => {
    await load(GOOD);
    await load({ ...GOOD, Title: "equal" });
    await load({ ...GOOD, Title: "earlier", UpdatedAt: "2026-12-31T23:59:59Z" });
    expect(stored()).toMatchObject([{ Title: GOOD.Title }]);
    // Later, though it sorts before as text.
    const UpdatedAt = "2026-12-31T23:30:00-01:00";
    await load({ ...GOOD, Title: "later", UpdatedAt, RecordState: "ARCHIVED" });
    expect(stored()).toMatchObject([{ Title: "later", RecordState: "ARCHIVED" }]);
  });

  it("leaves the customer's fields alone", async () => {
    await load({ ...GOOD, Workflow: { Status: "SUPPRESSED" } });
    const Note = { Text: "ours", UpdatedBy: "holdfast", UpdatedAt: GOOD.UpdatedAt };
    await load({ ...GOOD, UpdatedAt: "2027-01-02T00:00:00Z", Note });
    expect(stored()[0]).toMatchObject({ Workflow: { Status: "NEW" } });
    expect(stored()[0]).not.toHaveProperty("Note");
  });

  const long = (length: number) => "x".repeat(length);
  const wrong: readonly (readonly [string, Partial<Record<keyof AwsSecurityFinding, unknown>>])[] =
    [
      ["property 'Title'", { Title: undefined }],
      ["Title", { Title: long(257) }],
      ["Description", { Description: long(1025) }],
      ["Id", { Id: long(513) }],
      ["GeneratorId", { GeneratorId: long(513) }],
      ["GeneratorId", { GeneratorId: "" }],
      ["SchemaVersion", { SchemaVersion: "2020-01-01" }],
      ["AwsAccountId", { AwsAccountId: "100000000009" }],
      ["ProductArn", { ProductArn: GOOD.ProductArn?.replace(REGION, "eu-west-1") }],
      ["CreatedAt", { CreatedAt: "yesterday" }],
      ["UpdatedAt", { UpdatedAt: "2027-13-01T00:00:00Z" }],
      ["property 'Types'", { Types: undefined }],
      ["Types", { Types: ["Holdfast/Drift"] }],
      ["property 'Severity'", { Severity: undefined }],
      ["Severity.Label", { Severity: { Label: "HIGHEST" } }],
      ["property 'Resources'", { Resources: undefined }],
      ["Resources", { Resources: [] }],
      ["Resources[0]", { Resources: [{ Type: "Other" }] }],
      ["RecordState", { RecordState: "CLOSED" }],
      ["Compliance.Status", { Compliance: { Status: "BAD" } }],
      ["ProductFields.a", { ProductFields: { a: long(2049) } }],
      [
        "larger",
        {
          ProductFields: Object.fromEntries(
            Array.from({ length: 50 }, (_, i) => [`k${i}`, long(2000)]),
          ),
          Resources: Array.from({ length: 32 }, () => ({
            Type: "Other",
            Id: "x",
            Details: {
              Other: Object.fromEntries(
                Array.from({ length: 10 }, (_, i) => [`k${i}`, long(1000)]),
              ),
            },
          })),
        },
      ],
    ];

  it.each(wrong)("fails a finding for its %s, and only that finding", async (what, change) => {
    // Deliberately not what the client's type allows.
    const bad = { ...GOOD, Id: "holdfast/bad", ...change } as AwsSecurityFinding;
    const { SuccessCount, FailedCount, FailedFindings } = await load(bad, GOOD);
    expect({ SuccessCount, FailedCount }).toEqual({ SuccessCount: 1, FailedCount: 1 });
    expect(FailedFindings).toMatchObject([
      { ErrorCode: "InvalidInput", ErrorMessage: expect.stringContaining(what) },
    ]);
    expect(stored()).toMatchObject([{ Id: GOOD.Id }]);
  });

  it("takes texts of the greatest length", async () => {
    const most = {
      Title: long(256),
      Description: long(1024),
      Id: long(512),
      GeneratorId: long(512),
    };
    expect(await load({ ...GOOD, ...most })).toMatchObject({ SuccessCount: 1 });
  });

  it("takes at most 100 at once", async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...GOOD, Id: `${index}` }));
    await expect(load(...many)).rejects.toThrow(InvalidInputException);
    expect(stored()).toEqual([]);
    expect(await load(...many.slice(1))).toMatchObject({ SuccessCount: 100 });
  });

  it("is refused where Security Hub is off", async () => {
    const { configuration } = testEndpoint([hub.service]);
    const elsewhere = new SecurityHubClient({ ...configuration, region: "eu-west-1" });
    await expect(elsewhere.send(new GetFindingsCommand({}))).rejects.toThrow(
      InvalidAccessException,
    );
  });
});

describe("reading findings", () => {
  const archived: AwsSecurityFinding = {
    ...GOOD,
    Id: "holdfast/2",
    RecordState: "ARCHIVED",
    Compliance: { Status: "PASSED" },
  };
  const ids = async (filters: GetFindingsCommandInput["Filters"]) =>
    (await find(filters)).Findings?.map(({ Id }) => Id);

  it("filters by id, record state, generator and compliance", async () => {
    await load(GOOD, archived, { ...GOOD, Id: "other/1", GeneratorId: "other" });
    expect(await ids({ Id: [{ Value: "holdfast/1", Comparison: "EQUALS" }] })).toEqual([
      "holdfast/1",
    ]);
    expect(await ids({ RecordState: [{ Value: "ARCHIVED", Comparison: "EQUALS" }] })).toEqual([
      "holdfast/2",
    ]);
    expect(await ids({ ComplianceStatus: [{ Value: "PASSED", Comparison: "EQUALS" }] })).toEqual([
      "holdfast/2",
    ]);
    expect(
      await ids({
        GeneratorId: [{ Value: "holdfast/", Comparison: "PREFIX" }],
        RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" }],
      }),
    ).toEqual(["holdfast/1"]);
  });

  it("takes the values of one filter as alternatives", async () => {
    await load(GOOD, archived);
    const Id = ["holdfast/1", "holdfast/2", "x"].map((Value) => ({
      Value,
      Comparison: "EQUALS" as const,
    }));
    expect(await ids({ Id })).toEqual(["holdfast/1", "holdfast/2"]);
  });

  it("refuses a filter it does not know, by name", async () => {
    const filter = { Value: "x", Comparison: "EQUALS" as const };
    await expect(find({ Title: [filter] })).rejects.toThrow("the filter Title");
    await expect(find({ Id: [{ ...filter, Comparison: "CONTAINS" }] })).rejects.toThrow("CONTAINS");
  });

  it("gives every finding once over its pages", async () => {
    const all = Array.from({ length: 25 }, (_, index) => ({ ...GOOD, Id: `${index}` }));
    await load(...all);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetFindingsCommand({ MaxResults: 10, NextToken }));
      seen.push(...(page.Findings ?? []).map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toEqual(all.map(({ Id }) => Id));
  });
});
