import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluate/evaluate.ts";
import { checkPolicy } from "../grammar/check.ts";
import { many } from "../many.ts";
import { loadActionUniverse } from "../universe/universe.ts";
import { awsManagedPolicyArn, loadAwsManagedPolicies } from "./aws-managed.ts";
import { unpackReadActions } from "./read-actions.ts";

const policies = await loadAwsManagedPolicies();
const universe = await loadActionUniverse();
const ROLE = "arn:aws:iam::100000000007:role/Someone";

function allows(name: string, action: string): boolean {
  const policy = policies.get(awsManagedPolicyArn(name));
  if (policy === undefined) throw new Error(`${name} is not known`);
  const principal = { arn: ROLE, account: "100000000007" };
  const request = { action, resource: "*", principal, context: { "aws:PrincipalArn": ROLE } };
  return evaluate(request, { identity: [policy] }).allowed;
}

describe("AWS managed policies", () => {
  it("are found by ARN, path included", () => {
    const arn = "arn:aws:iam::aws:policy/job-function/Billing";
    expect(policies.get(arn)).toMatchObject({ arn, name: "Billing" });
    expect(policies.get("arn:aws:iam::aws:policy/Billing")).toBeUndefined();
    expect(policies.get("arn:aws:iam::aws:policy/MadeUp")).toBeUndefined();
    expect(awsManagedPolicyArn(arn)).toBe(arn);
  });

  it.each(policies.all.map((policy) => [policy.arn, policy] as const))(
    "%s is a document that AWS's grammar takes",
    (arn, { document }) => {
      // AWS's own policies may be longer than customers'.
      const { problems } = checkPolicy(JSON.stringify(document), "IDENTITY", arn);
      expect(problems.filter(({ code }) => code !== "TOO_LARGE")).toEqual([]);
    },
  );

  it.each([
    ["AdministratorAccess", "iam:CreateUser", true],
    ["AWSDenyAll", "s3:GetObject", false],
    ["PowerUserAccess", "ec2:RunInstances", true],
    ["PowerUserAccess", "iam:CreateServiceLinkedRole", true],
    ["PowerUserAccess", "iam:CreateRole", false],
    ["PowerUserAccess", "organizations:LeaveOrganization", false],
    ["IAMFullAccess", "iam:CreateRole", true],
    ["job-function/Billing", "payments:MakePayment", true],
    ["job-function/Billing", "ec2:DescribeInstances", false],
    // Agrees with AWS's own text, where that was looked at.
    ["ReadOnlyAccess", "s3:GetObject", true],
    ["ReadOnlyAccess", "sqs:ReceiveMessage", true],
    ["ReadOnlyAccess", "securityhub:BatchGetSecurityControls", true],
    ["ReadOnlyAccess", "secretsmanager:DescribeSecret", true],
    ["ReadOnlyAccess", "secretsmanager:GetSecretValue", false],
    ["ReadOnlyAccess", "secretsmanager:BatchGetSecretValue", false],
    ["ReadOnlyAccess", "s3:PutObject", false],
    ["ReadOnlyAccess", "iam:CreateRole", false],
    ["ReadOnlyAccess", "ec2:CreateTags", false],
    ["SecurityAudit", "iam:GetAccountAuthorizationDetails", true],
    ["job-function/ViewOnlyAccess", "lambda:ListFunctions", true],
    ["job-function/ViewOnlyAccess", "s3:GetObject", false],
  ])("%s, %s: allowed %s", (name, action, expected) => {
    expect(allows(name, action)).toBe(expected);
  });

  it("say which are AWS's own words and which are not", () => {
    const approximate = policies.all.filter(({ basis }) => basis.kind === "approximation");
    expect(approximate.map(({ name }) => name).toSorted()).toEqual([
      "ReadOnlyAccess",
      "SecurityAudit",
      "ViewOnlyAccess",
    ]);
    const published = policies.all.flatMap(({ basis }) =>
      basis.kind === "published" ? [basis] : [],
    );
    expect(published.length).toBeGreaterThan(15);
    for (const { version, edited } of published) {
      expect(version).toMatch(/^v\d+$/);
      expect(edited).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it("name actions that AWS has", () => {
    const prefixes = policies.all
      .flatMap(({ document }) => many(document.Statement))
      .flatMap(({ Action = [], NotAction = [] }) => [...many(Action), ...many(NotAction)])
      .filter((pattern) => pattern !== "*")
      .map((pattern) => pattern.slice(0, pattern.indexOf(":")));
    // Retired, but still in AWS's text of Billing.
    const retired = new Set(["aws-portal"]);
    expect(
      prefixes.filter((prefix) => !universe.services.has(prefix) && !retired.has(prefix)),
    ).toEqual([]);
  });
});

describe("the actions that only look", () => {
  it("hold nothing that makes, changes or takes away", async () => {
    const { READ_ACTIONS } = await import("./generated/read-actions.ts");
    const { list, read } = unpackReadActions(READ_ACTIONS);
    expect(list.length).toBeGreaterThan(1_000);
    expect(read.length).toBeGreaterThan(1_000);
    const writes = /:(Create|Delete|Put|Attach|Detach|Update|Terminate|Remove)/;
    expect([...list, ...read].filter((one) => writes.test(one))).toEqual([]);
  });
});

describe("a bundle of something that may need the documents", () => {
  it("has them in chunks of their own", async () => {
    const here = dirname(fileURLToPath(import.meta.url));
    const { metafile } = await build({
      stdin: {
        contents: 'export { loadAwsManagedPolicies } from "./index.ts";',
        resolveDir: here,
        loader: "ts",
      },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      outdir: "out",
      write: false,
      metafile: true,
      minify: true,
    });
    const entry = Object.values(metafile.outputs).find(
      ({ entryPoint }) => entryPoint === "<stdin>",
    );
    const inside = Object.keys(entry?.inputs ?? {});
    expect(inside.some((file) => file.endsWith("/aws-managed.ts"))).toBe(true);
    expect(inside.filter((file) => /published|generated/.test(file))).toEqual([]);
    expect(entry?.bytes).toBeLessThan(2_000);
  });
});
