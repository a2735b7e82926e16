import { defineConfig } from "vitest/config";

// What handlers write for CloudWatch does not belong between the results.
const env = { POWERTOOLS_LOG_LEVEL: "SILENT", POWERTOOLS_METRICS_DISABLED: "true" };

export default defineConfig({
  test: {
    // Vitest leaves one core free: on two, that is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "functions/**/*.test.ts"],
          // A property takes a second; on a machine that is busy with something else, many times that.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "lab",
          env,
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/infra/**"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
