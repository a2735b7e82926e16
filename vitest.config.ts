import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Handlers write logs and metrics to the console, for CloudWatch; they help where a test fails.
    silent: "passed-only",
    projects: [
      {
        test: { name: "unit", include: ["packages/*/src/**/*.test.ts", "functions/**/*.test.ts"] },
      },
      {
        test: {
          name: "lab",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/infra/**"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
