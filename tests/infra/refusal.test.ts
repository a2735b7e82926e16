/** What the program refuses to deploy, and what a stage decides. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@holdfast/core";
import { beforeAll, describe, expect, it } from "vitest";
import { patchJson, readArtifact, withArtifact } from "./artifact.ts";
import { preview } from "./harness.ts";

let description: Deployment;

beforeAll(() => {
  description = readArtifact();
});

/** Runs the program on a copy of the artifact that `change` has altered. */
function previewChanged(change: (dist: string) => void, surroundings: Partial<Deployment> = {}) {
  return withArtifact(change, (root) => preview({ ...description, ...surroundings, root }));
}

/** Runs the program as if the artifact had been built for `stage`. */
function previewStage(stage: string) {
  return previewChanged((dist) => patchJson(join(dist, "deployment.json"), { stage }), { stage });
}

const unchanged = () => {};

describe("the program refuses", () => {
  it("to deploy when nothing was built, and says how to build", async () => {
    const missing = previewChanged((dist) => rmSync(join(dist, "deployment.json")));
    await expect(missing).rejects.toThrow(/There is no .*deployment\.json.*npx holdfast build/);
  });

  it("a description that was built for another stage", async () => {
    const other = previewChanged(unchanged, { stage: "elsewhere" });
    await expect(other).rejects.toThrow(
      `built for stage "${description.stage}", but this is "elsewhere"`,
    );
  });

  it("a description whose version it does not know", async () => {
    const newer = previewChanged((dist) =>
      patchJson(join(dist, "deployment.json"), { version: 2 }),
    );
    await expect(newer).rejects.toThrow("has version 2, expected 1");
  });

  it("a bundle that holds another baseline than the description", async () => {
    for (const { bundle } of description.functions) {
      const stale = previewChanged((dist) =>
        patchJson(join(dist, bundle, "baseline.json"), { hash: "0ld" }),
      );
      await expect(stale).rejects.toThrow(`the bundle ${bundle} holds 0ld`);
    }
  });

  it("a bundle without a baseline", async () => {
    for (const { bundle } of description.functions) {
      const empty = previewChanged((dist) => rmSync(join(dist, bundle, "baseline.json")));
      await expect(empty).rejects.toThrow(`the bundle ${bundle} has none`);
    }
  });

  it("credentials of another account than the hub's", async () => {
    const stranger = previewChanged(unchanged, { account: "999999999999" });
    await expect(stranger).rejects.toThrow(
      `hub is ${description.account} in ${description.region}, but the credentials are for 999999999999`,
    );
  });

  it("a Region other than the hub's", async () => {
    const abroad = previewChanged(unchanged, { region: "eu-west-1" });
    await expect(abroad).rejects.toThrow(`${description.account} in eu-west-1`);
  });
});

describe("the app", () => {
  it("runs in the hub's Region", async () => {
    await preview(description);
    expect($app.providers?.aws.region).toBe(description.region);
  });

  it("is protected from removal in production, and only there", async () => {
    await previewStage("rehearsal");
    expect($app).toMatchObject({ protect: false, removal: "remove" });
    await previewStage("production");
    expect($app).toMatchObject({ protect: true, removal: "retain" });
  });
});
