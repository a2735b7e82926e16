/** Bundles one function as Lambda loads it. The settings are what the benchmarks found to start fastest. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * @param entry source file, relative to the repository
 * @param directory for `index.mjs` and its chunks
 */
export async function bundleFunction(entry: string, directory: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // Splitting keeps what is loaded lazily, and the SDK's unused credential providers, out of the
    // bytes that a cold start compiles; `module` first takes the SDK's ES build, a third smaller.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    // Some dependencies are CommonJS inside and call `require`.
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
    legalComments: "none",
    logLevel: "warning",
  });
}
