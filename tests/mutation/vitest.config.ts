/** The tests of this package for `npm run mutate`, where every one runs for thousands of mutants. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/policy/src/**/*.test.ts"],
    // Random policies say little about one mutant for the seconds they take.
    exclude: ["**/*.property.test.ts"],
    setupFiles: ["tests/mutation/setup.ts"],
    testTimeout: 30_000,
  },
});
