/** `holdfast import` on a running lab, over HTTP, with the real command. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, root, run, start } from "./command.ts";

const CLI = "packages/cli/src/main.ts";
const MANAGEMENT = "100000000001";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
const out = join(folder, "my-org");
let lab: ChildProcessWithoutNullStreams;
let url = "";

beforeAll(async () => {
  lab = start(CLI, ["lab", "--port", "0", "--no-enforce", "--baseline", "examples/securecart"]);
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

const env = { NO_COLOR: "1", AWS_ACCESS_KEY_ID: MANAGEMENT, AWS_SECRET_ACCESS_KEY: "any" };

const command = (name: string, ...args: readonly string[]): Promise<Ended> =>
  run(CLI, [name, "--endpoint-url", url, ...args], { env });

function filesIn(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  // The day may end between two imports.
  const text = (file: string) =>
    readFileSync(file, "utf8").replaceAll(/since: \d{4}-\d\d-\d\d/g, "since: <day>");
  return Object.fromEntries(
    files.toSorted().map((file) => [file.slice(directory.length + 1), text(file)]),
  );
}

describe("an import of SecureCart", () => {
  let imported: Ended;

  beforeAll(async () => {
    imported = await command("import", "--out", out, "--regions", "us-east-1,eu-west-1");
  }, 60_000);

  it("says on stderr as whom it reads, what it found and what to do next", () => {
    const { code, stdout, stderr } = imported;
    expect([code, stdout]).toEqual([0, `${out}\n`]);
    expect(stderr).toContain(`Account ${MANAGEMENT}, as AWSReservedSSO_AdministratorAccess_`);
    expect(stderr).toContain("10 accounts, 4 units and 13 policies of organization o-5ecurecart");
    expect(stderr).toContain(`holdfast validate --baseline ${out}`);
    expect(stderr).not.toContain("!");
  });

  it("leaves a plan nothing to do", async () => {
    const { code, stdout } = await command("plan", "--baseline", out, "--detailed-exitcode");
    expect(stdout).toMatch(/^Nothing drifted, \d+ in sync\.$/m);
    expect(code).toBe(0);
  });

  it("is valid, with warnings only about what SecureCart has accepted or decided", async () => {
    const { code, stdout } = await run(CLI, ["validate", "--baseline", out], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n0 errors, 5 warnings\n/);
    expect(stdout).toContain("scp-on-account");
    expect(stdout).toContain("open-review");
  });

  it("declares the policies that the example has, in the same words", () => {
    // Policies that configure a service are not imported.
    const files = readdirSync(`${root}examples/securecart/policies`).filter(
      (file) => file !== "ai-opt-out.json",
    );
    for (const name of files.filter((file) => file !== "delegation.json")) {
      const [ours, theirs] = [`${root}examples/securecart`, out].map((directory) =>
        JSON.parse(readFileSync(`${directory}/policies/${name}`, "utf8")),
      );
      expect(theirs).toEqual(ours);
    }
    expect(readdirSync(join(out, "policies"))).toHaveLength(files.length);
  });

  it("gives the same bytes again", async () => {
    const again = join(folder, "again");
    await command("import", "--out", again, "--regions", "us-east-1,eu-west-1");
    expect(filesIn(again)).toEqual(filesIn(out));
  });

  it("replaces nothing unless it is asked to, and then only what it writes", async () => {
    const before = filesIn(out);
    const { code, stderr } = await command("import", "--out", out);
    expect([code, stderr]).toEqual([1, expect.stringContaining("is not empty")]);
    expect(filesIn(out)).toEqual(before);
    writeFileSync(join(out, "README.md"), "ours");
    writeFileSync(join(out, "policies/old.json"), "{}");
    expect((await command("import", "--out", out, "--force")).code).toBe(0);
    expect(Object.keys(filesIn(out))).toEqual([...Object.keys(before), "README.md"].toSorted());
  });
});

describe("an import that can't be", () => {
  const nowhere = join(folder, "nowhere");

  it("is refused in words, and leaves nothing, with a member's credentials", async () => {
    const { code, stderr } = await run(CLI, ["import", "--endpoint-url", url, "--out", nowhere], {
      env: { ...env, AWS_ACCESS_KEY_ID: "100000000009" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`management account is ${MANAGEMENT}`);
    expect(existsSync(nowhere)).toBe(false);
  });

  it("is refused without a directory, and --help shows an example", async () => {
    const { code, stderr } = await command("import");
    expect([code, stderr]).toEqual([1, expect.stringContaining("--out")]);
    const { stdout } = await run(CLI, ["import", "--help"], { env });
    expect(stdout).toContain("$ holdfast import --out my-org --regions us-east-1,eu-west-1");
  });

  it("leaves nothing when it is interrupted while it reads", async () => {
    const silent = createServer();
    const reached = once(silent, "connection");
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const { port } = silent.address() as AddressInfo;
    const args = ["import", "--endpoint-url", `http://127.0.0.1:${port}`, "--out", nowhere];
    const child = start(CLI, args, env);
    const ended = once(child, "close");
    const [socket] = await reached;
    child.kill("SIGINT");
    expect(await ended).toEqual([null, "SIGINT"]);
    socket.destroy();
    silent.close();
    expect(existsSync(nowhere)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
