/** The SST app: names it, pins its versions and says what outlives it; `stacks/` says what is deployed. */
/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app(input) {
    return {
      name: "holdfast",
      version: "4.17.1",
      home: "aws",
      // CloudTrail delivers Organizations and IAM events in us-east-1 only, so the hub is there.
      providers: { aws: { version: "7.20.0", region: "us-east-1" } },
      removal: input.stage === "production" ? "retain" : "remove",
      protect: input.stage === "production",
    };
  },
  async run() {
    const { deploy } = await import("./stacks/index.ts");
    return deploy();
  },
});
