/**
 * Puts SST's component sources, types and npm packages into `.sst/platform`, with the npm registry
 * alone. Once: a stamp remembers the SST version and the configuration that it was done for.
 *
 * Run by the infrastructure tests (as Vitest's global setup) and by `node tests/infra/platform.ts`
 * before a type check.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const STAMP = join(ROOT, ".sst/platform/.installed-for");

/** Installs the platform unless it is there already. */
export default function installPlatform(): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules/sst/package.json"), "utf8"));
  const wanted = `${version}\n${readFileSync(join(ROOT, "sst.config.ts"), "utf8")}`;
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;

  const bun = bundledBun();
  process.stderr.write(
    `Installing SST ${version} into .sst/platform with ${bun ? "bun" : "npm"}\n`,
  );
  execFileSync(process.execPath, ["node_modules/sst/bin/sst.mjs", "install", "--stage", "test"], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env: {
      ...process.env,
      // Neither the Pulumi engine nor AWS is needed here. A deploy needs both: never set it there.
      SST_SKIP_DEPENDENCY_CHECK: "1",
      SST_TELEMETRY_DISABLED: "1",
      ...(bun === undefined ? { SST_NO_BUN: "1" } : { SST_BUN_PATH: bun }),
    },
  });
  writeFileSync(STAMP, wanted);
}

/**
 * Path of the bun that npm brought along, if it has one for this platform. It installs in a fifth of
 * npm's time and keeps to the lock file that SST ships.
 */
function bundledBun(): string | undefined {
  const name = `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/bun`);
  } catch {
    return undefined;
  }
}

if (import.meta.main) installPlatform();
