/** The rules between packages. Each is checked on the sources as they are, not on a list of them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunction } from "@holdfast/cli/bundle";
import { describe, expect, it } from "vitest";
import { filesIn, importsOf, reachable, read, root, shipped } from "./sources.ts";

/** Package -> the packages of this repository that it may import. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  policy: [],
  core: ["policy"],
  guardrails: ["core", "policy"],
  report: ["core"],
  aws: ["core", "report"],
  lab: ["core", "policy"],
  cli: ["policy", "core", "guardrails", "report", "aws", "lab"],
};
const packages = readdirSync(join(root, "packages"));
const folderOf = (name: string) => (name === "functions" ? name : `packages/${name}`);
const holdfastOf = (from: string) => /^@holdfast\/([^/]+)/.exec(from)?.[1];

/** `file: what`, for everything in a package that `wrong` objects to. */
function objections(
  name: string,
  wrong: (text: string, file: string) => readonly string[],
): string[] {
  return shipped(folderOf(name)).flatMap((file) =>
    wrong(read(file), file).map((what) => `${file}: ${what}`),
  );
}

describe("how imports are found", () => {
  it("is by every form that is in use", () => {
    const text = [
      'import a from "a";',
      'import type { B } from "b";',
      'import {\n  c,\n  type D,\n} from "c";',
      'export * from "./d.ts";',
      'export type * from "e";',
      'import "f";',
      'const g = await import("g");',
    ].join("\n");
    expect(importsOf(text)).toEqual(
      [
        ["a", false],
        ["b", true],
        ["c", false],
        ["./d.ts", false],
        ["e", true],
        ["f", false],
        ["g", false],
      ].map(([from, typeOnly]) => ({ from, typeOnly })),
    );
  });

  it("finds something in every package", () => {
    const silent = packages.filter((name) =>
      shipped(folderOf(name)).every((file) => importsOf(read(file)).length === 0),
    );
    expect(silent).toEqual([]);
  });
});

describe("dependencies", () => {
  it("are laid down for every package", () => {
    expect(Object.keys(ALLOWED).toSorted()).toEqual(packages.toSorted());
  });

  it.each(packages)("of %s point one way", (name) => {
    const allowed = new Set([name, ...(ALLOWED[name] ?? [])]);
    const wrong = objections(name, (text) =>
      importsOf(text)
        .map(({ from }) => holdfastOf(from))
        .filter((other) => other !== undefined && !allowed.has(other))
        .map((other) => `imports ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  it("of functions do not lead to the lab or the command", () => {
    const wrong = objections("functions", (text) =>
      importsOf(text)
        .map(({ from }) => from)
        .filter((from) => ["lab", "cli"].includes(holdfastOf(from) ?? "")),
    );
    expect(wrong).toEqual([]);
  });

  it.each([...packages, "functions"])("of %s never leave it by a relative path", (name) => {
    const folder = folderOf(name);
    const wrong = filesIn(folder).flatMap((file) =>
      importsOf(read(file))
        .filter(({ from }) => from.startsWith("."))
        .filter(({ from }) => !join(file, "..", from).startsWith(`${folder}/`))
        .map(({ from }) => `${file}: ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([...packages, "functions"])("of %s stand in its package.json, pinned exactly", (name) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      read(`${folderOf(name)}/package.json`),
    );
    const pins = Object.entries<string>({ ...dependencies, ...devDependencies });
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const wrong = objections(name, (text, file) => {
      // The generators run while developing: nothing that is shipped imports them.
      const declared = file.includes("/generate/")
        ? { ...dependencies, ...devDependencies }
        : dependencies;
      return importsOf(text)
        .filter(
          ({ from, typeOnly }) => !typeOnly && /^[@a-z]/.test(from) && !from.startsWith("node:"),
        )
        .map(({ from }) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from)
        .filter((from) => from !== `@holdfast/${name}` && !Object.hasOwn(declared, from));
    });
    expect(wrong).toEqual([]);
  });
});

describe("pure packages", () => {
  const PURE = ["policy", "core", "guardrails", "report"];
  const IMPURE = [
    /\bprocess\./,
    /\bDate\.now\b/,
    /\bnew Date\(\s*\)/,
    /\bMath\.random\b/,
    /\bsetTimeout\b/,
    /\bsetInterval\b/,
    /\bsetImmediate\b/,
    /\bperformance\.now\b/,
    /\brandomUUID\b/,
    /\bfetch\(/,
  ];

  it.each(PURE)("%s knows neither SDK nor network", (name) => {
    const wrong = objections(name, (text) =>
      importsOf(text)
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ from }) => from)
        .filter((from) =>
          /^(@aws-sdk|@smithy|aws-lambda|node:(https?|net|dns|child_process))/.test(from),
        ),
    );
    expect(wrong).toEqual([]);
  });

  it.each(PURE)("%s takes time, randomness and settings from its caller", (name) => {
    const wrong = objections(name, (text) => {
      // What is said in comments is not done.
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return IMPURE.filter((pattern) => pattern.test(code)).map(String);
    });
    expect(wrong).toEqual([]);
  });

  it("reads files only where a baseline's directory is read", () => {
    const readers = PURE.flatMap((name) => shipped(folderOf(name))).filter((file) =>
      importsOf(read(file)).some(({ from }) => /^node:fs/.test(from)),
    );
    expect(readers).toEqual(["packages/core/src/baseline/directory.ts"]);
  });
});

describe("verdicts on stories", () => {
  it.each(["verdict.ts", "evidence.ts"])("%s load nothing of what they judge", (file) => {
    const loaded = [...reachable(`packages/lab/src/stories/${file}`)];
    expect(
      loaded.filter((one) => /^packages\/(policy|core|guardrails|aws|report)\//.test(one)),
    ).toEqual([]);
  });
});

describe("function bundles", () => {
  const entries = readdirSync(join(root, "functions"))
    .filter((file) => /^(enforce|notify)-.*\.ts$/.test(file) && !file.endsWith(".test.ts"))
    .map((file) => file.replace(".ts", ""));

  it.each(entries)("of %s reach neither schema library nor YAML parser nor the lab", (name) => {
    const loaded = [...reachable(`functions/${name}.ts`)];
    const heavy = /^(zod|yaml|commander|esbuild)(\/|$)|^packages\/(lab|cli)\//;
    expect(loaded.filter((one) => heavy.test(one))).toEqual([]);
    expect(loaded).toContain("packages/core/src/baseline/compiled.ts");
  });

  it.each(entries)("of %s hold none of them", async (name) => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
    try {
      await bundleFunction(`functions/${name}.ts`, folder);
      const text = readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".mjs"))
        .map((file) => readFileSync(join(folder, file), "utf8"))
        .join("\n");
      expect(text.length).toBeGreaterThan(10_000);
      // Names that survive minifying.
      expect(
        ["ZodError", "YAMLParseError", "createVirtualClock"].filter((one) => text.includes(one)),
      ).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("guardrails", () => {
  it("import the policy package by its parts, or every cold start would load all of it", () => {
    const wrong = objections("guardrails", (text) =>
      importsOf(text)
        .filter(({ from, typeOnly }) => from === "@holdfast/policy" && !typeOnly)
        .map(({ from }) => from),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the repository", () => {
  const everything = [...packages.map(folderOf), "functions", "tests"].flatMap(filesIn);

  it("imports zod as a namespace, which bundlers can shake", () => {
    const wrong = everything.filter((file) => /import \{[^}]*\} from "zod"/.test(read(file)));
    expect(wrong).toEqual([]);
  });

  it("installs nothing under a licence that asks for the source of what ships", () => {
    const { packages: installed } = JSON.parse(read("package-lock.json"));
    const licences = Object.entries<{ readonly license?: string }>(installed)
      .filter(([path]) => path.startsWith("node_modules/") && !path.includes("@holdfast/"))
      .map(([path, { license = "unknown" }]) => `${license}: ${path}`);
    expect(licences.length).toBeGreaterThan(200);
    expect(
      licences.filter((one) => /^(?!MIT|Apache|BSD|0BSD|ISC|MPL|BlueOak|CC-BY)/.test(one)),
    ).toEqual([]);
  });

  it("leaves the other evaluator of the oracle in a process of its own", () => {
    const name = "@cloud-copilot/iam-simulate";
    const { dependencies } = JSON.parse(read("tests/oracle/evaluator/package.json"));
    expect(Object.keys(dependencies)).toEqual([name]);
    const naming = everything.filter((file) => read(file).includes(`"${name}"`));
    expect(naming).toEqual([
      "tests/architecture/architecture.test.ts",
      "tests/oracle/evaluator.ts",
      "tests/oracle/evaluator/worker.ts",
    ]);
    const importing = everything.filter((file) =>
      importsOf(read(file)).some(({ from }) =>
        /iam-(?:simulate|policy|utils)|evaluator\/worker/.test(from),
      ),
    );
    expect(importing).toEqual([]);
  });

  it("explains every package", () => {
    const mute = packages.filter((name) => !existsSync(join(root, "packages", name, "README.md")));
    expect(mute).toEqual([]);
  });

  it("has the lab imported by the command and tests only", () => {
    const importers = everything.filter((file) =>
      importsOf(read(file)).some(({ from }) => holdfastOf(from) === "lab"),
    );
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((file) => !/^(packages\/cli|tests)\//.test(file))).toEqual([]);
  });
});
