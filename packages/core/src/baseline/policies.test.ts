import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "./fixture.ts";
import { isControlPolicyType, POLICY_TYPES } from "./policy-types.ts";

const yaml = (before: string, after: string) => complaints(edited("holdfast.yaml", before, after));

const freeze = (text: string) => complaints({ ...FILES, "policies/freeze.json": text });

describe("policies", () => {
  const declare = (settings: string) =>
    edited(
      "holdfast.yaml",
      "units:\n  Root: {",
      `policies: { freeze: ${settings} }\nunits:\n  Root: {`,
    );

  it("takes type, description and file from the declaration", () => {
    const { "policies/freeze.json": _, ...others } = declare(
      "{ description: No changes, file: shared/freeze.json }",
    );
    const baseline = load({ ...others, "shared/freeze.json": FILES["policies/freeze.json"] });
    expect(baseline.policies[0]).toMatchObject({ name: "freeze", description: "No changes" });
  });

  it("reports a name without a file where it is first used", () => {
    expect(yaml("[no-root, freeze]", "[no-rot, freeze]")).toEqual([
      'holdfast.yaml:17:50 units.Root/Work/Live.policies.0 - there is no file policies/no-rot.json (did you mean "no-root"?)',
      "holdfast.yaml:17:50 units.Root/Work/Live.policies.0 - no-rot has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
  });

  it("reports a policy file that nothing names", () => {
    expect(complaints({ ...FILES, "policies/lost.json": FILES["policies/freeze.json"] })).toEqual([
      "policies/lost.json:1:1 - nothing in holdfast.yaml names this policy (attach it to a unit, declare it under `policies`, or delete the file)",
    ]);
  });

  it("reports an illegible policy at its own line", () => {
    expect(freeze('{\n  "Version": "2012-10-17",\n  "Statment": []\n}')).toEqual([
      "policies/freeze.json:1:1 - Statement is missing",
      'policies/freeze.json:3:3 Statment - A policy can\'t have "Statment", only Version, Id, Statement',
    ]);
  });

  it.each([
    [
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}',
      "1:54 Statement.Principal - a service control policy can't have Principal",
    ],
    [
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*"}]}',
      "1:38 Statement.0 - Resource or NotResource is missing",
    ],
    [
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}',
      '1:1 - Version must be "2012-10-17" in a service control policy',
    ],
    ['{"Version":"2012-10-17","Statement":[]}', "1:37 Statement - there is no statement"],
  ])("refuses the service control policy %s", (text, complaint) => {
    expect(freeze(text)).toEqual([`policies/freeze.json:${complaint}`]);
  });

  it("refuses a resource control policy that allows or that names principals", () => {
    const files = declare("{ type: RESOURCE_CONTROL_POLICY }");
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}]}';
    expect(complaints({ ...files, "policies/freeze.json": text })).toEqual([
      "policies/freeze.json:1:48 Statement.0.Effect - a resource control policy can only deny",
      'policies/freeze.json:1:68 Statement.0.Principal - Principal must be "*" in a resource control policy',
      'policies/freeze.json:1:89 Statement.0.Action - Action "*" is only for RCPFullAWSAccess; name services, e.g. "s3:*"',
    ]);
  });

  const sized = (length: number, principal: object) => {
    const document = (sid: string) => ({
      Version: "2012-10-17",
      Statement: [{ Sid: sid, Effect: "Deny", ...principal, Action: "s3:*", Resource: "*" }],
    });
    const filler = length - JSON.stringify(document("")).length;
    return JSON.stringify(document("x".repeat(filler)), null, 2);
  };

  it("takes a service control policy of 10,240 characters without formatting, and no more", () => {
    expect(freeze(sized(10_240, {}))).toEqual([]);
    expect(freeze(sized(10_241, {}))).toEqual([
      "policies/freeze.json:1:1 - has 10241 characters without formatting; AWS takes 10240",
    ]);
  });

  it("takes a resource control policy of 5,120 characters without formatting, and no more", () => {
    const files = declare("{ type: RESOURCE_CONTROL_POLICY }");
    const found = (length: number) =>
      complaints({ ...files, "policies/freeze.json": sized(length, { Principal: "*" }) });
    expect(found(5_120)).toEqual([]);
    expect(found(5_121)).toHaveLength(1);
  });

  it.each([
    ["SERVICE_CONTROL_POLICY", 9, " beside its own"],
    ["RESOURCE_CONTROL_POLICY", 4, " beside its own"],
    ["CHATBOT_POLICY", 5, ""],
    ["TAG_POLICY", 10, ""],
  ])("takes what AWS has room for: of %s %i%s", (type, max, beside) => {
    const withPolicies = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `extra-${index}`);
      const declared = names.map((name) => `  ${name}: { type: ${type} }\n`).join("");
      const pins = names.map((name, index) => `"${name}": "p-${10_000_000 + index}",`).join(" ");
      const principal = type === "RESOURCE_CONTROL_POLICY" ? '"Principal": "*", ' : "";
      const isControl = type.endsWith("_CONTROL_POLICY");
      const deny = FILES["policies/freeze.json"].replace('"Action"', `${principal}"Action"`);
      const text = isControl ? deny : '{"tags":{}}';
      return complaints({
        ...FILES,
        "holdfast.yaml": FILES["holdfast.yaml"]
          .replace("units:\n  Root: {", `policies:\n${declared}units:\n  Root: {`)
          .replace("accounts: [dev]", `accounts: [dev], policies: [${names.join(", ")}]`),
        "holdfast.lock.json": FILES["holdfast.lock.json"].replace(
          '"policies": {',
          `"policies": { ${pins}`,
        ),
        ...Object.fromEntries(names.map((name) => [`policies/${name}.json`, text])),
      });
    };
    expect(withPolicies(max)).toEqual([]);
    expect(withPolicies(max + 1)).toEqual([
      expect.stringMatching(
        `Root/Work declares ${max + 1} .* policies; AWS has room for ${max}${beside} \\(`,
      ),
    ]);
  });

  it("refuses a policy that is listed twice", () => {
    expect(yaml("policies: [no-root] }", "policies: [no-root, no-root] }")).toEqual([
      "holdfast.yaml:15:31 units.Root.policies.1 - no-root is listed twice",
    ]);
  });

  it("refuses to leave alone what is declared", () => {
    expect(yaml("units:\n  Root: {", "leaveAlone: [p-00000001]\nunits:\n  Root: {")).toEqual([
      "holdfast.yaml:14:14 leaveAlone.0 - is the id of no-root, which is declared",
    ]);
  });

  describe("that configure a service", () => {
    const TAGS = '{"tags":{"Owner":{"tag_key":{"@@assign":"Owner"}}}}';
    const typed = (type: string, text: string) =>
      complaints({ ...declare(`{ type: ${type} }`), "policies/freeze.json": text });

    it("are of any type that AWS Organizations has, with a document in the service's own grammar", () => {
      for (const type of POLICY_TYPES) {
        if (isControlPolicyType(type)) continue;
        const files = { ...declare(`{ type: ${type} }`), "policies/freeze.json": TAGS };
        const found = load(files).policies.find(({ name }) => name === "freeze");
        expect(found).toMatchObject({ type, content: JSON.parse(TAGS) });
      }
      expect(typed("LAG_POLICY", TAGS)).toEqual([
        expect.stringContaining("policies.freeze.type - must be"),
      ]);
    });

    it.each([
      ["{", "1:2 - expected a key in double quotes, but the text ends"],
      ["[]", "1:1 - must be an object"],
      ['"tags"', "1:1 - must be an object"],
      ['{"tags":{"a":1,"a":2}}', '1:16 tags - the key "a" is repeated'],
      ['{"tags":{"__proto__":{}}}', "1:10 tags - the key __proto__ is not allowed"],
      [`${'{"a":'.repeat(33)}1${"}".repeat(33)}`, "1:166 - nested deeper than 32 levels"],
      [
        '{"Version":"2012-10-17",\n"Statement":[]}',
        "2:1 Statement - a TAG_POLICY has no Statement: it is not written in IAM's language",
      ],
    ])("are refused as %s", (text, complaint) => {
      expect(typed("TAG_POLICY", text)).toEqual([`policies/freeze.json:${complaint}`]);
    });

    it.each([
      ["TAG_POLICY", 10_000],
      ["AISERVICES_OPT_OUT_POLICY", 2_500],
      ["S3_POLICY", 10_000],
    ])("take, as %s, %i characters without formatting, and no more", (type, max) => {
      const text = (length: number) =>
        JSON.stringify({ tags: "x".repeat(length - '{"tags":""}'.length) }, null, 2);
      expect(typed(type, text(max))).toEqual([]);
      expect(typed(type, text(max + 1))).toEqual([
        `policies/freeze.json:1:1 - has ${max + 1} characters without formatting; AWS takes ${max}`,
      ]);
    });
  });
});
