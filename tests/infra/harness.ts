/**
 * Runs the real SST program, `sst.config.ts` and all, with SST's own components against Pulumi's
 * mocks: no engine, no AWS, and no network but a loopback server in place of the SST CLI.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arnOf } from "./arn.ts";
import { type Build, startCli } from "./cli.ts";

export const ROOT = join(import.meta.dirname, "../..");
const PLATFORM = join(ROOT, ".sst/platform");

type Inputs = Record<string, unknown>;

/** A resource as the engine would have been asked to create it. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly arn: string;
  readonly inputs: Inputs;
  /** Whether it stays when the app is removed. */
  readonly retained: boolean;
}

export interface Program {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the SST CLI was asked to build. */
  readonly builds: readonly Build[];
}

export interface Surroundings {
  readonly stage: string;
  /** Account and Region that the credentials are for. */
  readonly account: string;
  readonly region: string;
  /** Folder that holds `dist`; the project's own by default. */
  readonly root?: string;
}

/** Runs the program once. Rejects with what it throws, also inside an Output. */
export async function preview(surroundings: Surroundings): Promise<Program> {
  const work = mkdtempSync(join(tmpdir(), "holdfast-sst-"));
  const failure = Promise.withResolvers<never>();
  // An error inside an Output is nobody's to catch, and what waits for the Output waits for ever.
  process.on("unhandledRejection", failure.reject);
  const cli = await startCli();
  try {
    const { resources, run } = await prepare(surroundings, work);
    const outputs = await Promise.race([run(), failure.promise]);
    return { resources, outputs, builds: cli.builds };
  } finally {
    process.off("unhandledRejection", failure.reject);
    cli.stop();
    rmSync(work, { recursive: true });
  }
}

/** Sets up mocks and globals; the program runs when `run` is called. */
async function prepare(surroundings: Surroundings, work: string) {
  const { stage, root = ROOT } = surroundings;
  const require = createRequire(join(PLATFORM, "package.json"));
  // The copies that SST's components load: another one would not see the mocks.
  const pulumi: typeof $util = require("@pulumi/pulumi");
  const awsProvider: typeof aws = require("@pulumi/aws");
  const resources: Resource[] = [];
  const retained = new Set<string>();

  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        const arn = arnOf(type, { name, ...inputs }, surroundings);
        if (custom) {
          resources.push({ type, name, arn, inputs, retained: retained.has(`${type} ${name}`) });
        }
        const url = `https://sqs.test/${name}`;
        return { id: `${name}-id`, state: { name, ...inputs, arn, url, base64: "a2V5" } };
      },
      call: ({ token, inputs }) => answer(token, inputs, surroundings),
    },
    "holdfast",
    stage,
  );

  // What the CLI injects into every file that SST bundles.
  Object.assign(globalThis, {
    $config: (config: unknown) => config,
    $cli: { command: "deploy", paths: { root, work, platform: PLATFORM }, state: {} },
    $dev: false,
    $util: pulumi,
    $jsonStringify: pulumi.jsonStringify,
    aws: awsProvider,
  });
  const { default: config } = await import("../../sst.config.ts");
  Object.assign(globalThis, { $app: { ...(await config.app({ stage })), stage } });
  // Only now: SST's components read the globals as they load.
  Object.assign(globalThis, { sst: await import("../../.sst/platform/src/components/index") });
  const { run: runSst } = await import("../../.sst/platform/src/auto/run");

  async function run(): Promise<Readonly<Record<string, unknown>>> {
    const registered: $util.Resource[] = [];
    const thrown: unknown[] = [];
    const outputs = await pulumi.runtime.runInPulumiStack(() =>
      runSst(async () => {
        // After those that SST registers, so that their changes are seen.
        pulumi.runtime.registerStackTransformation(({ type, name, opts, resource }) => {
          if (opts.retainOnDelete) retained.add(`${type} ${name}`);
          registered.push(resource);
          return undefined;
        });
        // Pulumi would hand it on to several promises, most of which nobody waits for.
        return config.run().catch((error: unknown) => void thrown.push(error));
      }),
    );
    if (thrown.length > 0) throw thrown[0];
    // A function registers its parts only once its bundle is zipped: the list grows on the way.
    for (const resource of registered) {
      if (resource instanceof sst.aws.Function) await settled(resource.nodes.function);
      await settled(resource.urn);
    }
    return settled(pulumi.output(outputs ?? {}));
  }
  return { resources, run };
}

/** What AWS and the provider answer to the questions that SST and `stacks/` ask. */
function answer(token: string, inputs: Inputs, { account, region }: Surroundings): Inputs {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: account };
    case "aws:index/getRegion:getRegion":
      return { region };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws" };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { statements: inputs.statements, json: JSON.stringify(inputs.statements ?? []) };
    default:
      throw new Error(`No answer to ${token}`);
  }
}

function settled<T>(value: $util.Output<T>): Promise<T> {
  return new Promise((resolve) => value.apply((one) => resolve(one as T)));
}
