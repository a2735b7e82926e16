/** `holdfast lab`: what users and scripts rely on. */
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { holdfast, root, start } from "./command.ts";

const MAIN = "packages/cli/src/main.ts";

/** A lab as a child process, once it says that it is ready. */
async function open(...args: readonly string[]) {
  const child = start(MAIN, ["lab", "--port", "0", ...args]);
  child.stderr.resume();
  const closed = once(child, "close");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith("Lab ready")) break;
  }
  const url = lines.at(-1)?.match(/^Lab ready on (http:\/\/127\.0\.0\.1:\d+)$/)?.[1];
  if (url === undefined) child.kill("SIGKILL");
  return {
    lines,
    url: url ?? "",
    /** The exit code, after a signal. */
    async stop(signal: NodeJS.Signals): Promise<number | null> {
      child.kill(signal);
      return (await closed)[0] as number | null;
    },
  };
}

describe("holdfast lab", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "lists its accounts, says where it is, answers the SDK and leaves nothing behind on %s",
    async (signal) => {
      const lab = await open(...(signal === "SIGINT" ? [] : ["--no-enforce"]));
      let code: number | null = null;
      try {
        const accounts = lab.lines.slice(0, -1);
        expect(accounts.length).toBeGreaterThan(5);
        expect(accounts.filter((line) => !/^\d{12} \S+$/.test(line))).toEqual([]);
        expect(accounts[0]).toMatch(/^100000000001 /);
        expect(new Set(accounts).size).toBe(accounts.length);
        const sts = new STSClient({
          endpoint: lab.url,
          region: "us-east-1",
          credentials: { accessKeyId: "100000000009", secretAccessKey: "any" },
        });
        const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
        expect(Account).toBe("100000000009");
        expect(Arn).toContain(":assumed-role/AWSReservedSSO_AdministratorAccess_");
      } finally {
        code = await lab.stop(signal);
      }
      expect(code).toBe(0);
      await expect(fetch(lab.url)).rejects.toThrow();
    },
  );

  it("says that the port is taken, and exits with 1", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as { port: number };
      const { code, stdout, stderr } = await holdfast("lab", "--port", String(port));
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(`127.0.0.1:${port}`);
      expect(stderr).toContain("in use");
      expect(stderr).not.toContain("    at ");
    } finally {
      server.close();
    }
  });

  it.each([
    ["an unknown flag", ["lab", "--wat"], "--wat"],
    ["an unknown command", ["wat"], "wat"],
    ["a port that can't be", ["lab", "--port", "65536"], "65535"],
    ["a port that is no number", ["lab", "--port", "http"], "whole number"],
    ["a negative delay", ["lab", "--event-delay", "-1"], "whole number"],
    ["a baseline that is not there", ["lab", "--baseline", "no/such/folder"], "no/such/folder"],
  ])("refuses %s with 1 and names it", async (_what, args, words) => {
    const { code, stdout, stderr } = await holdfast(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
  });

  it("says where a baseline is broken: file, line and column", async () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
    try {
      cpSync(`${root}examples/securecart`, folder, { recursive: true });
      const path = join(folder, "holdfast.yaml");
      const text = readFileSync(path, "utf8");
      const line = text.split("\n").findIndex((one) => one.includes("default: alert")) + 1;
      expect(line).toBeGreaterThan(0);
      writeFileSync(path, text.replace("default: alert", "default: alarm"));
      for (const command of ["lab", "build"]) {
        const { code, stdout, stderr } = await holdfast(command, "--baseline", folder);
        expect([code, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(new RegExp(`holdfast\\.yaml:${line}:\\d+ `));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
