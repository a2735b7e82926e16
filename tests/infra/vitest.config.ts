/** The infrastructure tests: `vitest run --config tests/infra/vitest.config.ts`. */
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    name: "infra",
    include: ["tests/infra/**/*.test.ts"],
    globalSetup: ["tests/infra/platform.ts"],
    // SST changes the working directory, which a worker thread cannot.
    pool: "forks",
    // Loading SST's components takes seconds, on a busy machine many.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
