/** `holdfast validate`: what users, editors and scripts rely on. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Ended, holdfast, root, schema } from "./command.ts";

interface Problem {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
interface Report {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
  readonly expectations: { readonly total: number; readonly held: number };
}

const SECURECART = `${root}examples/securecart`;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  cpSync(SECURECART, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const validate = (...args: readonly string[]) =>
  holdfast("validate", "--baseline", folder, ...args);
const conforms = schema("validate");

/** Standard output as it must be: one JSON document that follows the schema. */
function report({ stdout }: Ended): Report {
  const value: unknown = JSON.parse(stdout);
  conforms(value);
  expect(conforms.errors ?? []).toEqual([]);
  return value as Report;
}

/** Replaces a passage, which must be there once: a test must not pass for want of it. */
function edit(file: string, before: string, after: string): void {
  const text = readFileSync(join(folder, file), "utf8");
  if (text.split(before).length !== 2) throw new Error(`${before} is not in ${file} exactly once`);
  writeFileSync(
    join(folder, file),
    text.replace(before, () => after),
  );
}

/** `file:line:column` of a passage that is in the file once. */
function at(file: string, passage: string): string {
  const text = readFileSync(join(folder, file), "utf8");
  const [before = "", ...rest] = text.split(passage);
  if (rest.length !== 1) throw new Error(`${passage} is not in ${file} exactly once`);
  const lines = before.split("\n");
  return `${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The problems as `rule file:line:column`, with files relative to the baseline. */
const places = ({ problems }: Report) =>
  problems.map(({ rule, file, line, column }) => {
    const [, inside = file] = file.split(/holdfast-test-[^/]+\//);
    return `${rule} ${inside}:${line}:${column}`;
  });

/** A policy whose statements each break a rule, one a line. */
const BROKEN = [
  { Sid: "Typo", Action: "guardduty:DeleteDetektor" },
  { Sid: "Hole", Action: "s3:DeleteBucket", spared: "arn:aws:iam::*:role/Ops" },
  { Sid: "Bus", Action: "events:PutEvents" },
  { Sid: "Emergency", Action: "iam:PutRolePolicy" },
  { Sid: "Again", Action: "cloudtrail:StopLogging", spared: "arn:aws:iam::*:role/holdfast/*" },
  {
    Sid: "Never",
    Action: "s3:PutObject",
    Condition: {
      StringEquals: { "aws:PrincipalAccount": "100000000002" },
      StringNotEquals: { "aws:PrincipalAccount": "100000000002" },
    },
  },
].map(({ Sid, spared, ...rest }) => ({
  Sid,
  Effect: "Deny",
  Resource: "*",
  ...(spared && { Condition: { ArnNotLike: { "aws:PrincipalArn": spared } } }),
  ...rest,
}));

function breakEverything(): void {
  const lines = BROKEN.map((statement) => `    ${JSON.stringify(statement)}`).join(",\n");
  const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n${lines}\n  ]\n}\n`;
  writeFileSync(join(folder, "policies/broken.json"), text);
  writeFileSync(join(folder, "policies/spare.json"), text.replaceAll("cloudtrail:Stop", "s3:Put"));
  edit(
    "holdfast.lock.json",
    '"policies": {',
    '"policies": { "broken": "p-00000001", "spare": "p-00000002",',
  );
  edit(
    "holdfast.yaml",
    "[protect-guardduty-securityhub]",
    "[protect-guardduty-securityhub, broken]",
  );
  edit(
    "holdfast.yaml",
    "policies:\n  resource-perimeter:",
    "policies:\n  spare: {}\n  resource-perimeter:",
  );
  edit("holdfast.yaml", '"100000000007"', '{ id: "100000000007", policies: [deny-delete-role] }');
  edit(
    "holdfast.yaml",
    "accepted:\n",
    "accepted:\n  - { rule: scp-on-account, key: nowhere, reason: gone }\n",
  );
  const exemption = (key: string, day: string) =>
    `  - { guardrail: scp-attachment, key: ${key}, reason: r, owner: o, expiresOn: ${day} }\n`;
  edit(
    "holdfast.yaml",
    "exemptions:\n",
    `exemptions:\n${exemption("dev", "2020-01-01")}${exemption("staging", "2999-01-01")}`,
  );
  edit("expectations.yaml", "by: vpc-only-network", "by: deny-root-user");
}

describe("holdfast validate on SecureCart", () => {
  it("finds no error and no warning, and every expectation holds", async () => {
    const ended = await validate("--format", "json", "--strict");
    const { valid, problems, expectations } = report(ended);
    expect([ended.code, valid]).toEqual([0, true]);
    expect(problems.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(expectations.total).toBeGreaterThanOrEqual(40);
    expect(expectations.held).toBe(expectations.total);
  });

  it("sums it up in the last line, and shows what was accepted", async () => {
    const { code, stdout } = await holdfast("validate", "--baseline", "examples/securecart");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^examples\/securecart\/holdfast\.yaml:\d+:\d+ {2}note {2}scp-on-account\n/,
    );
    expect(stdout).toMatch(/\n0 errors, 0 warnings; (\d+) of \1 expectations hold\n$/);
  });
});

describe("holdfast validate on a baseline that breaks every lint rule", () => {
  it("tells everything at once, each at its place", async () => {
    breakEverything();
    const ended = await validate("--format", "json");
    const found = report(ended);
    expect([ended.code, found.valid]).toEqual([1, false]);
    const spare = (sid: string) => at("policies/spare.json", `{"Sid":"${sid}"`);
    const broken = (sid: string) => spare(sid).replace("spare.json", "broken.json");
    const condition = at("policies/broken.json", '"arn:aws:iam::*:role/Ops"');
    expect(places(found)).toEqual(
      expect.arrayContaining([
        `unused-acceptance ${at("holdfast.yaml", "{ rule: scp-on-account, key: nowhere")}`,
        `scp-on-account ${at("holdfast.yaml", "[deny-delete-role] }")}`,
        `exemption-expired ${at("holdfast.yaml", "2020-01-01")}`,
        `exemption-too-long ${at("holdfast.yaml", "2999-01-01")}`,
        `policy-without-effect ${at("holdfast.yaml", "spare: {}")}`,
        `unknown-action ${at("policies/broken.json", '"guardduty:DeleteDetektor"')}`,
        `exempt-name-unprotected ${condition}`,
        `holdfast-locked-out ${broken("Bus")}`,
        `break-glass-locked-out ${broken("Emergency")}`,
        `redundant-statement ${broken("Again")}`,
        `unreachable-statement ${broken("Never")}`,
        `expectation-failed ${at("expectations.yaml", "name: Networks come from the network account only")}`,
      ]),
    );
  });

  it("has a rule with help for each result of the SARIF form, and a place in the repository", async () => {
    breakEverything();
    const { code, stdout } = await validate("--format", "sarif");
    const { version, runs } = JSON.parse(stdout);
    expect([code, version, runs.length]).toEqual([1, "2.1.0", 1]);
    const [{ tool, results }] = runs;
    expect(results.length).toBeGreaterThan(10);
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of results) {
      const rule = tool.driver.rules[ruleIndex];
      expect(rule.id).toBe(ruleId);
      expect(rule.help.text.length).toBeGreaterThan(0);
      expect(["error", "warning", "note"]).toContain(level);
      expect(message.text.length).toBeGreaterThan(0);
      const [{ physicalLocation }] = locations;
      expect(physicalLocation.artifactLocation.uri).not.toMatch(/^(\/|[a-z]+:)/);
      expect(physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:\d+$/);
    }
    const hashes = results.map(
      (result: { partialFingerprints: Record<string, string> }) =>
        result.partialFingerprints.primaryLocationLineHash,
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("holdfast validate on a baseline that does not load", () => {
  it("tells everything at once: schema, references, lock, grammar, quotas, expectations", async () => {
    edit("holdfast.yaml", "accounts: [network, finance]", "accounts: [network, finances]");
    edit("holdfast.lock.json", '"billing-only-finance"', '"billing-for-finance"');
    edit(
      "policies/deny-delete-role.json",
      '"Effect": "Deny",',
      '"Effect": "Deny", "Principal": "*",',
    );
    const long = JSON.stringify("x".repeat(11_000));
    edit("policies/deny-leave-organization.json", '"AccountStays"', long);
    writeFileSync(join(folder, "policies/lost.json"), "{}");
    edit(
      "expectations.yaml",
      "name: Config keeps recording\n    principal",
      "name: Config keeps recording\n    principl",
    );
    const ended = await validate("--format", "json");
    const found = report(ended);
    expect([ended.code, found.valid]).toEqual([1, false]);
    expect(found.expectations).toEqual({ total: 0, held: 0, failed: [] });
    expect(places(found)).toEqual(
      expect.arrayContaining([
        `reference ${at("holdfast.yaml", "finances]")}`,
        `lock ${at("holdfast.lock.json", '"billing-for-finance"')}`,
        expect.stringMatching(/^policy-grammar policies\/deny-delete-role\.json:\d+:\d+$/),
        "quota policies/deny-leave-organization.json:1:1",
        "unused-policy policies/lost.json:1:1",
        `schema ${at("expectations.yaml", "principl:")}`,
      ]),
    );
  });

  it.each([
    ["syntax", "version: 1\n", "version: *one\n", "*one"],
    ["schema", "default: alert", "default: alarm", "alarm"],
  ])("names the rule %s", async (rule, before, after, passage) => {
    edit("holdfast.yaml", before, after);
    const ended = await validate("--format", "json");
    expect(ended.code).toBe(1);
    expect(places(report(ended))).toContain(`${rule} ${at("holdfast.yaml", passage)}`);
  });
});

describe("the exit code", () => {
  it("is 0 for a warning, unless it is to be strict", async () => {
    edit("holdfast.yaml", "key: production\n", "key: product\n");
    const [lenient, strict] = [await validate(), await validate("--strict")];
    expect([lenient.code, strict.code]).toEqual([0, 1]);
    expect(lenient.stdout).toContain("0 errors, 2 warnings;");
    expect(strict.stdout).toBe(lenient.stdout);
  });

  it.each([
    ["an unknown format", ["--format", "xml"], "xml"],
    ["a baseline that is not there", ["--baseline", "no/such/folder"], "no/such/folder"],
  ])("is 1 for %s, with nothing on stdout", async (_what, args, words) => {
    const { code, stdout, stderr } = await validate(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
  });

  it("is the same when the report goes to a file", async () => {
    const out = join(folder, "report.json");
    const { code, stdout } = await validate("--format", "json", "--out", out);
    expect([code, stdout]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(out, "utf8")).valid).toBe(true);
  });
});

describe("the JSON Schemas for editors", () => {
  const files = { baseline: "holdfast.yaml", expectations: "expectations.yaml" };

  it.each(Object.entries(files))("%s.schema.json fits SecureCart", (name, file) => {
    const fits = schema(name);
    const text = readFileSync(join(SECURECART, file), "utf8");
    fits(parse(text));
    expect(fits.errors ?? []).toEqual([]);
    expect(text).toContain(
      `# yaml-language-server: $schema=../../docs/schemas/${name}.schema.json\n`,
    );
  });

  it.each([
    ["baseline", "holdfast.yaml", { unitz: {} }],
    ["expectations", "expectations.yaml", { version: 2 }],
  ])("%s.schema.json refuses what is wrong", (name, file, wrong) => {
    const value = parse(readFileSync(join(SECURECART, file), "utf8"));
    expect(schema(name)({ ...value, ...wrong })).toBe(false);
  });
});
