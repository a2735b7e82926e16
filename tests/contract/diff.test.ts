/** `holdfast diff`: what reviewers and scripts rely on, with the real command on edited copies. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { holdfast, root, schema } from "./command.ts";

const SECURECART = "examples/securecart";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Edit {
  readonly file: string;
  /** Must be in the file, or nothing would be tested. */
  readonly before: string;
  readonly after: string;
}

/** A copy of SecureCart with some passages replaced; returns its directory. */
function copy(name: string, ...edits: readonly Edit[]): string {
  const directory = join(folder, name);
  cpSync(join(root, SECURECART), directory, { recursive: true });
  for (const { file, before, after } of edits) {
    const text = readFileSync(join(directory, file), "utf8");
    if (text.split(before).length !== 2)
      throw new Error(`${before} is not in ${file} exactly once`);
    writeFileSync(
      join(directory, file),
      text.replace(before, () => after),
    );
  }
  return directory;
}

/** A copy with one policy rewritten by a function. */
function withPolicy(name: string, policy: string, change: (statements: Statement[]) => unknown[]) {
  const directory = copy(name);
  const file = join(directory, `policies/${policy}.json`);
  const document = JSON.parse(readFileSync(file, "utf8")) as { Statement: Statement[] };
  writeFileSync(file, JSON.stringify({ ...document, Statement: change(document.Statement) }));
  return directory;
}

interface Statement {
  readonly Sid: string;
  readonly Action: string[];
}

const yaml = (before: string, after: string): Edit => ({ file: "holdfast.yaml", before, after });

const validate = schema("diff");

async function json(next: string, ...options: readonly string[]) {
  const { code, stdout, stderr } = await holdfast(
    "diff",
    SECURECART,
    next,
    "--format",
    "json",
    ...options,
  );
  const diff = JSON.parse(stdout);
  validate(diff);
  expect([validate.errors ?? [], stderr]).toEqual([[], ""]);
  return { code, ...diff };
}

describe("holdfast diff --format json", () => {
  it("shows what a removed statement opens", async () => {
    const next = withPolicy("removed", "developers-no-iam", ([first]) => [first]);
    const { code, opens, closes } = await json(next);
    expect([code, opens.length, closes]).toEqual([0, 1, []]);
    expect(opens[0]).toMatchObject({
      sentence: expect.stringMatching(/^a role in dev, devops and 2 more may now call \w/),
      policy: "developers-no-iam",
      level: "Root/Workloads",
      cause: "statement",
      accounts: [{ name: "dev" }, { name: "devops" }, { name: "production" }, { name: "staging" }],
    });
  });

  it("shows what an added action closes", async () => {
    const next = withPolicy("added", "developers-no-iam", ([first, ...rest]) => [
      { ...first, Action: [...(first?.Action ?? []), "polly:SynthesizeSpeech"] },
      ...rest,
    ]);
    const { opens, closes } = await json(next);
    expect(opens).toEqual([]);
    expect(closes).toMatchObject([
      { cause: "rewording", actions: ["polly:SynthesizeSpeech"], witness: { known: true } },
    ]);
  });

  it("shows what people gain through Identity Center, in every way", async () => {
    const next = copy(
      "people",
      yaml(
        "PowerUserAccess, accounts: staging",
        "PowerUserAccess, accounts: [staging, production]",
      ),
      yaml("sessionDuration: PT8H", "sessionDuration: PT12H"),
      yaml("managedPolicies: [ReadOnlyAccess]", "managedPolicies: [ReadOnlyAccess, IAMFullAccess]"),
      yaml(
        "account's policies leave\n",
        "account's policies leave\n    customerManagedPolicies: [/unknown]\n",
      ),
      yaml("omar@securecart.example]", "omar@securecart.example, dana@securecart.example]"),
      yaml("{ members: [sam@securecart.example] }", "{ guarded: false }"),
      yaml(
        "\nexemptions:",
        "\njustInTime: [{ group: SecureCart-Ops, principal: d*, maximumDuration: PT4H, reason: r }]\nexemptions:",
      ),
      {
        file: "holdfast.lock.json",
        before: ',\n      "sam@securecart.example": "1a34cffa-1b74-cf72-9e81-031ff7c2e1b1"',
        after: "",
      },
    );
    const { opens, closes, undecided } = await json(next);
    expect(closes).toEqual([]);
    expect(opens.map(({ kind }: { kind: string }) => kind)).toEqual([
      "identity-center",
      "assignment",
      "membership",
      "permission-set",
      "group",
      "session",
    ]);
    expect(undecided).toMatchObject([{ permissionSet: "AdministratorAccess" }]);
  });

  it("shows a wider exemption, of a policy and of Holdfast", async () => {
    const roles = "arn:aws:iam::*:role/deployers/*";
    const next = withPolicy("wider", "developers-no-iam", (statements) =>
      statements.map((one) => ({
        ...one,
        Condition: {
          ArnNotLike: {
            "aws:PrincipalArn": [
              "arn:aws:iam::*:role/holdfast/*",
              "arn:aws:iam::*:role/stacksets-exec-*",
              roles,
            ],
          },
        },
      })),
    );
    const file = join(next, "holdfast.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("key: devops", "key: Root/Workloads"));
    const { opens } = await json(next);
    expect(opens.map(({ kind }: { kind: string }) => kind)).toEqual([
      "policy",
      "policy",
      "exemption",
    ]);
    expect(opens[0].witness.request.principal.arn).toContain("role/deployers/");
    expect(opens[2].exemption.key).toBe("Root/Workloads");
  });

  it("shows a policy that went to another unit", async () => {
    const next = copy(
      "moved-policy",
      yaml("policies: [developers-no-iam, ", "policies: ["),
      yaml(
        "policies: [no-production-access]",
        "policies: [no-production-access, developers-no-iam]",
      ),
    );
    const { opens, closes } = await json(next);
    const places = (effects: readonly { cause: string; level: string }[]) =>
      new Set(effects.map(({ cause, level }) => `${cause} ${level}`));
    expect(places(opens)).toEqual(new Set(["attachment Root/Workloads"]));
    expect(places(closes)).toEqual(new Set(["attachment Root/Sandbox"]));
  });

  it("shows a moved account", async () => {
    const next = copy(
      "moved-account",
      yaml("accounts: [playground]", "accounts: [playground, dev]"),
      yaml("accounts: [devops, dev, ", "accounts: [devops, "),
    );
    const { opens, closes, changes } = await json(next);
    for (const { accounts } of [...opens, ...closes])
      expect(accounts).toMatchObject([{ name: "dev" }]);
    expect(opens.length * closes.length).toBeGreaterThan(0);
    expect(changes).toMatchObject([{ subject: "account", name: "dev" }]);
  });

  it("says of a policy in other words that it means the same", async () => {
    const next = withPolicy("cosmetic", "deny-root-user", ([first]) => [
      { ...first, Sid: "Renamed", Action: ["*"], Resource: ["*"] },
    ]);
    const { opens, closes, changes } = await json(next, "--detailed-exitcode");
    expect([opens, closes]).toEqual([[], []]);
    expect(changes).toMatchObject([{ what: "was rewritten and means the same" }]);
  });

  it("counts a lowered mode as an opening", async () => {
    const next = copy(
      "mode",
      yaml(
        "Root/Infrastructure: { scp-attachment: restrict }",
        "Root/Infrastructure: { scp-attachment: off }",
      ),
    );
    const { opens } = await json(next);
    expect(opens).toMatchObject([{ kind: "mode", from: "restrict", to: "off" }]);
  });
});

describe("holdfast diff", () => {
  const next = withPolicy("opening", "developers-no-iam", ([first]) => [first]);

  it("begins with a verdict, in text and in Markdown", async () => {
    const verdict = "This change opens 1 thing and closes nothing, in 4 accounts.";
    const { stdout: text } = await holdfast("diff", SECURECART, next);
    const { stdout: markdown } = await holdfast("diff", SECURECART, next, "--format", "markdown");
    expect(text.split("\n").slice(0, 3)).toEqual([verdict, "", "OPENS"]);
    expect(markdown.split("\n").slice(0, 3)).toEqual([`**${verdict}**`, "", "### Opens"]);
  });

  it.each([
    ["opens something", [SECURECART, next], 2],
    ["closes something", [next, SECURECART], 0],
    ["changes nothing", [SECURECART, SECURECART], 0],
  ])("with --detailed-exitcode tells a change that %s", async (_what, sides, code) => {
    expect((await holdfast("diff", ...sides, "--detailed-exitcode")).code).toBe(code);
    expect((await holdfast("diff", ...sides)).code).toBe(0);
  });

  it("writes the same to a file, and then nothing to stdout", async () => {
    const out = join(folder, "out.md");
    const options = ["--format", "markdown"];
    const toStdout = await holdfast("diff", SECURECART, next, ...options);
    const toFile = await holdfast("diff", SECURECART, next, ...options, "--out", out);
    expect([toFile.stdout, readFileSync(out, "utf8")]).toEqual(["", toStdout.stdout]);
  });

  it("compares two policy files", async () => {
    const files = [SECURECART, next].map((side) => `${side}/policies/developers-no-iam.json`);
    const { stdout } = await holdfast("diff", ...files);
    expect(stdout).toContain("This change opens 1 thing and closes nothing.");
    expect(stdout).toContain("statement NoOtherWayIn, refused it: the statement is gone");
  });

  it.each([
    ["OLD", (broken: string) => [broken, SECURECART]],
    ["NEW", (broken: string) => [SECURECART, broken]],
  ])("says that %s is broken, and where", async (side, sides) => {
    const broken = copy(
      `broken-${side}`,
      yaml("policies: [no-production-access]", "policies: [no-such]"),
    );
    const { code, stdout, stderr } = await holdfast("diff", ...sides(broken));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(new RegExp(`^holdfast: ${side} .*broken-${side}:\nholdfast`));
    expect(stderr).toContain("no-such");
    expect(stderr).not.toContain("    at ");
  });

  it.each([
    ["a side that is not there", () => [SECURECART, join(folder, "nowhere")], "NEW: there is no"],
    [
      "a directory beside a file",
      () => [SECURECART, "package.json"],
      "OLD is a directory and NEW is a file",
    ],
    ["a directory without a baseline", () => ["docs", SECURECART], "OLD can't be compared"],
    ["a file that is no policy", () => ["package.json", "package.json"], "OLD is no policy"],
    [
      "a type of baselines",
      () => [SECURECART, next, "--type", "rcp"],
      "--type is for policy files",
    ],
    ["only one side", () => [SECURECART], "missing required argument"],
  ])("refuses %s with 1, in words", async (_what, args, words) => {
    const { code, stdout, stderr } = await holdfast("diff", ...args());
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
  });
});

describe("docs/diff.md", () => {
  it("shows what the command prints for the change that it describes", async () => {
    const next = withPolicy("documented", "developers-no-iam", ([first]) => [first]);
    const edit = (file: string, before: string, after: string) => {
      const path = join(next, file);
      const text = readFileSync(path, "utf8");
      expect(text).toContain(before);
      writeFileSync(
        path,
        text.replaceAll(before, () => after),
      );
    };
    edit(
      "policies/protect-guardduty-securityhub.json",
      '"arn:aws:iam::*:role/stacksets-exec-*"',
      '"arn:aws:iam::*:role/stacksets-exec-*", "arn:aws:iam::*:role/ops"',
    );
    edit("policies/deny-root-user.json", '"Action": "*"', '"Action": ["*"]');
    edit(
      "holdfast.yaml",
      "policies: [no-production-access]",
      "policies: [no-production-access, deny-delete-role]",
    );
    edit(
      "holdfast.yaml",
      "Root/Sandbox: { scp-attachment: alert }",
      "Root/Sandbox: { scp-attachment: off }",
    );
    const { stdout } = await holdfast("diff", SECURECART, next);
    const [, shown] =
      /^```text\n(.*?)^```/ms.exec(readFileSync(join(root, "docs/diff.md"), "utf8")) ?? [];
    expect(shown).toBe(stdout);
  });
});
