/** `holdfast plan` and `holdfast scan` on a running lab, over HTTP, with the real command. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import type { ScanReport } from "@holdfast/core/scan";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, root, run, schema, start } from "./command.ts";

const MANAGEMENT = "100000000001";
const PRODUCTION = "100000000009";
const lock = JSON.parse(readFileSync(`${root}examples/securecart/holdfast.lock.json`, "utf8"));
const WORKLOADS = lock.units["Root/Workloads"];
const SANDBOX = lock.units["Root/Sandbox"];

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
let lab: ChildProcessWithoutNullStreams;
let url = "";

beforeAll(async () => {
  lab = start("packages/cli/src/main.ts", [
    ...["lab", "--port", "0", "--no-enforce", "--baseline", "examples/securecart"],
  ]);
  for await (const line of createInterface(lab.stdout)) {
    const [, found] = /^Lab ready on (.+)$/.exec(line) ?? [];
    if (found !== undefined) {
      url = found;
      break;
    }
  }
}, 60_000);

afterAll(() => {
  lab.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const as = (account: string) => ({
  NO_COLOR: "1",
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: "any",
});

/** The command on the lab; SecureCart unless another baseline is given. */
function command(name: string, args: readonly string[] = [], env = as(MANAGEMENT)): Promise<Ended> {
  const baseline = args.includes("--baseline") ? [] : ["--baseline", "examples/securecart"];
  return run("packages/cli/src/main.ts", [name, "--endpoint-url", url, ...baseline, ...args], {
    env,
  });
}

async function report(name: "plan" | "scan", ...args: readonly string[]): Promise<ScanReport> {
  const { stdout, stderr } = await command(name, ["--format", "json", ...args]);
  if (stdout === "") throw new Error(stderr);
  const found = JSON.parse(stdout);
  const validate = schema(name);
  validate(found);
  expect(validate.errors ?? []).toEqual([]);
  return found;
}

/** OASIS's schema, as Microsoft's test matchers ship it. */
function sarifSchema() {
  const path = createRequire(import.meta.url).resolve(
    "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
  );
  // Draft 4, whose keywords are all understood but for the names of itself.
  const { $schema: _, id: __, ...rest } = JSON.parse(readFileSync(path, "utf8"));
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(rest);
}

const inAgreement = (file: string) => readFileSync(`${root}tests/golden/${file}`, "utf8");

/** Without what differs from run to run, or with the example: times, ids of events, lines, counts. */
function steady(text: string): string {
  return (
    text
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>")
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<event>")
      .replaceAll(/@ [0-9a-f]{12}/g, "@ <hash>")
      // Drawn like all of the lab's ids: one role more in the deployment, and it is another one.
      .replaceAll(/(AWSReservedSSO_\w+?_)[0-9a-f]{16}/g, "$1<id>")
      .replaceAll(/\.yaml:\d+:\d+/g, ".yaml:<line>")
      .replaceAll(/\d+ in sync/g, "<n> in sync")
      // In the other formats: lines, times for people, what only the page itself needs, ids of the run.
      .replaceAll(/(startLine|startColumn)": \d+/g, '$1": 0')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, "<time>")
      .replaceAll(/(plan|scan)-\d{8}T\d{6}Z-[0-9a-f]+/g, "<id>")
      .replaceAll(/`?[0-9a-f]{12}`?(?=[<,])/g, "<hash>")
      .replaceAll(/<(style|script)>.*?<\/\1>/gs, "<$1></$1>")
      .replaceAll(/sha256-[A-Za-z0-9+/=]+/g, "<digest>")
      .replaceAll(/(<td class="number">)\d+/g, "$1<n>")
      .replaceAll(/<strong>\d+<\/strong>/g, "<strong><n></strong>")
      .replaceAll(/of \d+ things/g, "of <n> things")
      .replaceAll(/\.yaml:\d+/g, ".yaml:<line>")
  );
}

describe("an organization at its baseline", () => {
  it.each(["plan", "scan"])("%s: nothing drifted, exit 0", async (name) => {
    const { code, stdout, stderr } = await command(name, ["--detailed-exitcode"]);
    expect(stdout).toMatch(/^Nothing drifted, \d+ in sync\.$/m);
    expect(stderr).toContain(`Account ${MANAGEMENT}, as AWSReservedSSO_AdministratorAccess_`);
    expect(code).toBe(0);
  });

  it("is read to the end, every key once", async () => {
    const { complete, sections, entries, summary, stage } = await report("plan");
    expect(complete).toBe(true);
    expect(entries).toEqual([]);
    expect(stage).toEqual({ kind: "read", name: "lab" });
    expect(summary.inSync).toBe(sections.reduce((sum, { keys }) => sum + keys, 0));
    expect(summary.inSync).toBeGreaterThan(20);
  });
});

describe("what can't be asked", () => {
  it("is refused in words without credentials", async () => {
    const env = { NO_COLOR: "1", HOME: folder, AWS_EC2_METADATA_DISABLED: "true" };
    const { code, stdout, stderr } = await command("plan", [], env as never);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("There are no AWS credentials.");
    expect(stderr).not.toContain("    at ");
  });

  it("is refused in words with the credentials of another account", async () => {
    const { code, stdout, stderr } = await command("scan", [], as(PRODUCTION));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`account ${PRODUCTION}`);
    expect(stderr).toContain(`management account is ${MANAGEMENT}`);
  });

  it("is refused in words where nobody answers", async () => {
    const args = [
      "scan",
      "--endpoint-url",
      "http://127.0.0.1:9",
      "--baseline",
      "examples/securecart",
    ];
    const { code, stderr } = await run("packages/cli/src/main.ts", args, { env: as(MANAGEMENT) });
    expect(code).toBe(1);
    expect(stderr).toContain("AWS does not answer");
  });

  it("takes credentials from a profile", async () => {
    const config = join(folder, "credentials");
    writeFileSync(
      config,
      `[audit]\naws_access_key_id = ${MANAGEMENT}\naws_secret_access_key = any\n`,
    );
    const env = { NO_COLOR: "1", AWS_SHARED_CREDENTIALS_FILE: config };
    const { code, stderr } = await command("scan", ["--profile", "audit"], env as never);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`Account ${MANAGEMENT}`)]);
  });

  it("says that a stage which is not deployed was not weighed", async () => {
    const { stage } = await report("plan", "--stage", "nowhere");
    expect(stage).toMatchObject({ kind: "unread", name: "nowhere" });
  });
});

// These come last: they change the organization that the lab serves.
describe("an organization that has drifted", () => {
  beforeAll(async () => {
    const client = new OrganizationsClient({
      region: "us-east-1",
      endpoint: url,
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
    });
    const { policies } = lock;
    const detached = { PolicyId: policies["developers-no-iam"], TargetId: WORKLOADS };
    await client.send(new DetachPolicyCommand(detached));
    // Declared, and attached where nobody declared it: in a unit with mode alert, and in one with revert.
    const stray = policies["deny-root-user"];
    await client.send(new AttachPolicyCommand({ PolicyId: stray, TargetId: SANDBOX }));
    await client.send(new AttachPolicyCommand({ PolicyId: stray, TargetId: PRODUCTION }));
  });

  it.each(["plan", "scan"])("%s: as the golden file shows it, exit 2", async (name) => {
    const { code, stdout } = await command(name, ["--detailed-exitcode"]);
    expect(steady(stdout)).toBe(inAgreement(`${name}.txt`));
    expect(code).toBe(2);
  });

  it.each([
    ["markdown", "md"],
    ["sarif", "sarif.json"],
    ["html", "html"],
  ])("in the format %s is as the golden file shows it", async (format, extension) => {
    const { stdout } = await command("plan", ["--format", format]);
    await expect(steady(stdout)).toMatchFileSnapshot(`../golden/plan.${extension}`);
  });

  it("is SARIF by the standard's own schema, with paths inside the repository", async () => {
    const { stdout } = await command("plan", ["--format", "sarif"]);
    const log = JSON.parse(stdout);
    const validate = sarifSchema();
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    expect(log.runs[0].results.length).toBeGreaterThan(0);
    for (const { locations } of log.runs[0].results) {
      const { uri } = locations[0].physicalLocation.artifactLocation;
      expect(existsSync(`${root}${uri}`), uri).toBe(true);
    }
  });

  it("exits 0 without --detailed-exitcode: drift is no error", async () => {
    expect((await command("scan")).code).toBe(0);
  });

  it("says who did it, where it is declared and what would put it right", async () => {
    const { entries, summary } = await report("plan");
    const entry = entries.find(({ key }) => key.endsWith(`/${WORKLOADS}`));
    expect(entry).toMatchObject({
      status: "DRIFTED",
      mode: "revert",
      causes: [{ eventName: "DetachPolicy", actor: { name: "admin@securecart.example" } }],
      steps: [{ action: "organizations:AttachPolicy", effect: "restrict", runs: true }],
      place: { file: "holdfast.yaml", path: "units.Root/Workloads.policies" },
    });
    expect(summary).toMatchObject({ drifted: 3, wouldRevert: 2, unread: 0 });
  });

  it("says what is held back, and why", async () => {
    const { entries } = await report("plan");
    const entry = entries.find(({ key }) => key.endsWith(`/${SANDBOX}`));
    expect(entry?.steps).toMatchObject([
      { runs: false, withheld: expect.stringContaining("mode alert"), removes: true },
    ]);
  });

  it("writes the same to a file, and then nothing to stdout", async () => {
    const out = join(folder, "plan.json");
    const { stdout } = await command("plan", ["--format", "json", "--out", out]);
    expect(stdout).toBe("");
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ kind: "plan", version: 1 });
  });
});
