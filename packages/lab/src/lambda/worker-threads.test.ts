import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createRealClock } from "../clock.ts";
import { type Server, serve } from "../http.ts";
import {
  deployment,
  ENFORCER,
  NO_IAM,
  organizationsOf,
  SANDBOX,
  START,
  testLab,
} from "../lab.fixture.ts";
import type { Lab, LabOptions } from "../model.ts";
import { workerThreads } from "./worker-threads.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

// What the SDK would send, without the SDK: the worker is what is under test.
const CALL = `
import { request } from "node:http";
const call = (operation, input) => new Promise((resolve, reject) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION } = process.env;
  const scope = AWS_ACCESS_KEY_ID + "/20261120/" + AWS_REGION + "/organizations/aws4_request";
  const headers = {
    authorization: "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host, Signature=" + "0".repeat(64),
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSOrganizationsV20161128." + operation,
  };
  const sent = request(AWS_ENDPOINT_URL, { method: "POST", headers }, async (response) => {
    let text = "";
    for await (const chunk of response) text += chunk;
    response.statusCode === 200 ? resolve(JSON.parse(text || "{}")) : reject(new Error(text));
  });
  sent.on("error", reject).end(JSON.stringify(input));
});
const attach = () => call("AttachPolicy", { PolicyId: "${NO_IAM}", TargetId: "${SANDBOX}" });
`;

/** A lab with a function whose bundle is `body`, the text of a module that exports `handler`. */
async function labWith(body: string, options: Partial<LabOptions> = {}): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-lab-"));
  const bundle = join(folder, "functions/enforce");
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, "index.mjs"), CALL + body);
  let server: Server | undefined;
  const invoker = workerThreads({ folder, endpointUrl: () => server?.url ?? "" });
  const lab = testLab({ invoker, ...options });
  // What the function does must not come back to it as an event.
  lab.trouble.events({ lose: 1 });
  server = await serve(lab.handle, 0);
  const { close } = server;
  cleanups.push(() => rmSync(folder, { recursive: true }), close, lab.close);
  return lab;
}

function put(lab: Lab, count = 1): void {
  for (let sent = 0; sent < count; sent++) {
    lab.put(deployment.bus.name, { source: "aws.organizations", detail: { sent } });
  }
}

const lines = (lab: Lab): string[] => lab.logs().map(({ text }) => text);

describe("a function in a worker thread", () => {
  it("runs its bundle with an environment and a role of its own", async () => {
    const lab = await labWith(`
      export const handler = async ({ Records }, context) => {
        await attach();
        const { STAGE, AWS_LAMBDA_FUNCTION_NAME, AWS_REGION, PATH } = process.env;
        console.log(JSON.stringify({ STAGE, AWS_LAMBDA_FUNCTION_NAME, AWS_REGION, PATH }));
        console.error(Records.length + " for " + context.functionName);
      };`);
    put(lab, 2);
    await lab.clock.drain();
    expect(lines(lab)).toEqual([
      JSON.stringify({
        STAGE: "test",
        AWS_LAMBDA_FUNCTION_NAME: ENFORCER,
        AWS_REGION: "us-east-1",
      }),
      `2 for ${ENFORCER}`,
    ]);
    expect(lab.writes()).toMatchObject([
      {
        action: "organizations:AttachPolicy",
        outcome: "ok",
        role: expect.stringContaining(ENFORCER),
      },
    ]);
  });

  it("lives by the lab's clock, and an hour's sleep takes no time", async () => {
    const lab = await labWith(`
      import { setTimeout as sleep } from "node:timers/promises";
      export const handler = async (_event, context) => {
        const seen = [Date.now(), new Date().toISOString(), new Date(0).getTime()];
        await sleep(45_000);
        seen.push(Date.now(), context.getRemainingTimeInMillis(), new Date() instanceof Date);
        console.log(JSON.stringify(seen));
      };`);
    put(lab);
    await lab.clock.drain();
    const later = START + 45_000;
    expect(lines(lab)).toEqual([
      JSON.stringify([START, new Date(START).toISOString(), 0, later, 15_000, true]),
    ]);
    expect(lab.clock.now()).toBe(later);
  });

  it("draws the same random numbers for the same seed", async () => {
    const draw = async (seed: number): Promise<string[]> => {
      const bundle = "export const handler = () => console.log(Math.random());";
      const lab = await labWith(bundle, { seed });
      put(lab);
      await lab.clock.drain();
      return lines(lab);
    };
    const first = await draw(1);
    expect(first).toHaveLength(1);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
  });

  it("makes its calls before time goes on, also while another branch of it sleeps", async () => {
    const lab = await labWith(`
      import { setTimeout as sleep } from "node:timers/promises";
      export const handler = async () => {
        const calls = async () => {
          for (let count = 0; count < 20; count++) await call("ListPoliciesForTarget", { TargetId: "${SANDBOX}", Filter: "SERVICE_CONTROL_POLICY" });
        };
        await Promise.all([calls(), sleep(10_000)]);
      };`);
    put(lab);
    await lab.clock.drain();
    expect(lab.calls()).toHaveLength(20);
    expect(lab.calls().map(({ at }) => at)).toEqual(Array(20).fill(START));
  });

  it("gives up a sleep that is aborted, and time does not wait for it", async () => {
    const lab = await labWith(`
      import { setTimeout as sleep } from "node:timers/promises";
      export const handler = async () => {
        const stop = new AbortController();
        const slept = sleep(50_000, undefined, { signal: stop.signal }).catch((error) => error.name);
        await sleep(1000);
        stop.abort();
        console.log(await slept);
      };`);
    put(lab);
    await lab.clock.drain();
    expect(lines(lab)).toEqual(["AbortError"]);
    expect(lab.clock.now()).toBe(START + 1000);
  });

  it("is kept warm, and what it left asleep does not hold time up", async () => {
    const lab = await labWith(`
      import { setTimeout as sleep } from "node:timers/promises";
      let count = 0;
      export const handler = async () => {
        void sleep(30_000).then(() => console.log("woken"));
        console.log("invocation " + ++count);
        if (count === 2) await sleep(1000);
      };`);
    put(lab);
    await lab.clock.drain();
    expect(lab.clock.now()).toBe(START);
    await lab.clock.drain(START + 60_000);
    put(lab);
    await lab.clock.drain();
    expect(lines(lab)).toEqual(["invocation 1", "invocation 2", "woken"]);
  });

  it("fails its batch when it throws, exits, or can't be loaded", async () => {
    const bundles = {
      "TypeError: broken": `export const handler = async () => { throw new TypeError("broken"); };`,
      "Error: Runtime exited with code 3": `export const handler = () => process.exit(3);`,
      "Error: no such table": `throw new Error("no such table");`,
    };
    for (const [error, bundle] of Object.entries(bundles)) {
      const lab = await labWith(bundle);
      put(lab);
      await lab.clock.drain(START + 1);
      expect(lab.invocations()).toMatchObject([{ error, failed: 1 }]);
    }
  });

  it("can be killed after a write; another worker gets the message later", async () => {
    const lab = await labWith(`
      export const handler = async () => {
        console.log("before");
        await attach().catch((error) => console.log(JSON.parse(error.message).__type));
        console.log("after");
      };`);
    lab.trouble.freeze(ENFORCER, "organizations:AttachPolicy");
    put(lab);
    await lab.clock.drain(START + 1);
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
    expect(lab.invocations()).toMatchObject([
      { error: expect.stringContaining("killed"), failed: 1 },
    ]);
    expect(lines(lab)).not.toContain("after");
    await lab.clock.drain();
    expect(lines(lab).slice(-3)).toEqual([
      "before",
      expect.stringContaining("DuplicatePolicyAttachmentException"),
      "after",
    ]);
    expect(lab.clock.now()).toBe(START + 360_000);
  });

  it("runs on real time as well", async () => {
    const lab = await labWith(
      `export const handler = () => console.log(Math.abs(Date.now() - performance.timeOrigin) < 60_000);`,
      { clock: createRealClock(), eventDelay: 0 },
    );
    put(lab);
    await lab.clock.drain();
    expect(lines(lab)).toEqual(["true"]);
    await organizationsOf(lab).destroy();
  });
});
