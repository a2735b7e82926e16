/**
 * `npm test`: everything, in the order in which it fails fastest. Ends with `N passed, N failed`,
 * computed from the runner's own reports; each other check counts as one.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "holdfast-test-"));
const env = { ...process.env, NO_COLOR: "1" };
let passed = 0;
let failed = 0;

/** Runs a command; true if it exited with 0. */
function run(title: string, command: string, ...args: string[]): boolean {
  console.log(`\n== ${title}`);
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error) console.error(error.message);
  return status === 0;
}

/** A check without a count of its own. */
function check(title: string, command: string, ...args: string[]): void {
  if (run(title, command, ...args)) passed++;
  else failed++;
}

/** Tests: counted by the runner's report; a run that breaks without a failed test counts as one. */
function test(title: string, ...args: string[]): void {
  const report = join(scratch, `${title}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const fine = run(title, "vitest", "run", ...args, ...reporters);
  const counts = readReport(report);
  passed += counts.passed;
  failed += counts.failed > 0 || fine ? counts.failed : 1;
}

function readReport(file: string): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(file, "utf8")) as {
      readonly numPassedTests: number;
      readonly numFailedTests: number;
    };
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return { passed: 0, failed: 0 }; // the run itself failed, and is counted as that
  }
}

try {
  check("format and lint", "biome", "ci", ".");
  check("types", "tsc", "--noEmit", "-p", "tsconfig.json");
  test("unit", "--project", "unit");
  test("lab", "--project", "lab");
  const cli = "packages/cli/src/main.ts";
  check("build", "node", cli, "build", "--baseline", "examples/securecart", "--stage", "test");
  check("SST platform", "node", "tests/infra/platform.ts");
  check("types of the infrastructure", "tsc", "--noEmit", "-p", "tests/infra/tsconfig.json");
  test("infrastructure", "--config", "tests/infra/vitest.config.ts");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
