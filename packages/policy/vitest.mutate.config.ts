/** The tests of this package alone, for `npm run mutate`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["packages/policy/src/**/*.test.ts"], testTimeout: 30_000 },
});
