import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
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
