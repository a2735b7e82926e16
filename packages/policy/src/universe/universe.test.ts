// biome-ignore-all lint/suspicious/noTemplateCurlyInString: AWS writes ARN patterns like that.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { loadActionUniverse } from "./universe.ts";

const universe = await loadActionUniverse();
const source = fileURLToPath(new URL("..", import.meta.url));

describe("the action universe", () => {
  it.each([
    ["guardduty", "DeleteDetector"],
    ["s3", "GetObject"],
    ["iam", "CreateUser"],
    ["sts", "AssumeRole"],
    ["organizations", "LeaveOrganization"],
    ["ec2", "RunInstances"],
  ])("knows %s:%s as AWS spells it", (service, action) => {
    expect(universe.services.get(service)).toContain(action);
  });

  it.each([
    [
      "guardduty:DeleteDetector",
      "arn:${Partition}:guardduty:${Region}:${Account}:detector/${DetectorId}",
    ],
    ["s3:GetObject", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"],
    ["iam:CreateUser", "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}"],
    ["sts:AssumeRole", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"],
  ])("knows what %s is about, in whatever case it is asked", (action, pattern) => {
    expect(universe.resourcesOf(action)[0]).toBe(pattern);
    expect(universe.resourcesOf(action.toUpperCase())).toEqual(universe.resourcesOf(action));
    expect(universe.resourcesOf(action.toLowerCase())).toEqual(universe.resourcesOf(action));
  });

  it("puts the resources that a request can't do without first", () => {
    // An instance needs an image; a key pair or a snapshot it may have.
    const patterns = universe.resourcesOf("ec2:RunInstances");
    const image = patterns.indexOf("arn:${Partition}:ec2:${Region}::image/${ImageId}");
    const keyPair = patterns.indexOf(
      "arn:${Partition}:ec2:${Region}:${Account}:key-pair/${KeyPairName}",
    );
    expect(image).toBeGreaterThanOrEqual(0);
    expect(keyPair).toBeGreaterThan(image);
  });

  it("gives each ARN form of a resource by itself", () => {
    const patterns = [...universe.services].flatMap(([service, actions]) =>
      actions.flatMap((action) => universe.resourcesOf(`${service}:${action}`)),
    );
    expect(patterns.length).toBeGreaterThan(10_000);
    expect(patterns.filter((pattern) => !/^arn:[^\s,]+$/.test(pattern))).toEqual([]);
    expect(universe.resourcesOf("lex:DeleteBotAlias").length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ["takes no resource", "organizations:LeaveOrganization"],
    ["is not known", "guardduty:MadeUpTomorrow"],
    ["is of no known service", "nowhere:DeleteDetector"],
    ["names no service", "DeleteDetector"],
    ["is empty", ""],
  ])("has no resources for an action that %s", (_what, action) => {
    expect(universe.resourcesOf(action)).toEqual([]);
  });

  it("is of the size that AWS has", () => {
    const actions = [...universe.services.values()].flat();
    expect(universe.services.size).toBeGreaterThan(400);
    expect(universe.services.size).toBeLessThan(1_000);
    expect(actions.length).toBeGreaterThan(20_000);
    expect(actions.length).toBeLessThan(60_000);
    // The one file that is compared with the rest of the repository for size.
    expect(readFileSync(join(source, "universe/generated/actions.ts")).length).toBeLessThan(
      200_000,
    );
  });

  it("has prefixes in lower case, well-formed names, both sorted and once each", () => {
    for (const [service, actions] of universe.services) {
      expect(service).toMatch(/^[a-z0-9-]+$/);
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.filter((name) => !/^[A-Za-z0-9-]+$/.test(name))).toEqual([]);
      expect(actions).toEqual([...new Set(actions)].sort());
    }
    const services = [...universe.services.keys()];
    expect(services).toEqual(services.toSorted());
  });

  it("is loaded once", async () => {
    expect(loadActionUniverse()).toBe(loadActionUniverse());
    expect(await loadActionUniverse()).toBe(universe);
  });
});

describe("its data", () => {
  it("is no part of what a bundle of the package begins with", async () => {
    const { metafile } = await bundle("index.ts");
    expect(startOf(metafile).join()).toContain("evaluate/evaluate.ts");
    expect(startOf(metafile).join()).not.toContain("generated/actions.ts");
  });

  it("stands in a chunk of its own where the universe is loaded", async () => {
    const { metafile } = await bundle("universe/index.ts");
    expect(Object.keys(metafile.inputs).join()).toContain("generated/actions.ts");
    expect(startOf(metafile).join()).toContain("universe/universe.ts");
    expect(startOf(metafile).join()).not.toContain("generated/actions.ts");
  });
});

function bundle(entry: string) {
  return build({
    entryPoints: [join(source, entry)],
    absWorkingDir: dirname(source),
    outdir: "unwritten",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
}

interface Outputs {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly entryPoint?: string;
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

/** Sources in the entry's chunk and in those that it imports at once. */
function startOf({ outputs }: Outputs): string[] {
  const entry = Object.keys(outputs).filter((name) => /(^|\/)index\.js$/.test(name));
  const loaded = new Set(entry);
  for (const name of loaded) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement") loaded.add(path);
    }
  }
  return [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
}
