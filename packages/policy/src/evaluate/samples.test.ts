/** Real policies that others published: all of them parse, and all that go with a principal evaluate. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { many } from "../many.ts";
import { parsePolicy } from "../read/parse.ts";
import { evaluate } from "./evaluate.ts";
import type { NamedPolicy } from "./policy-set.ts";
import type { Request } from "./request.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "policies");
const present = existsSync(FOLDER);
const files = present ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];
if (!present) console.info("policy samples are absent: only the policies in the tests are checked");

const FULL: NamedPolicy = {
  name: "FullAWSAccess",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

// Templates have placeholders; the ones inside CIDR blocks must become legible.
function read(file: string): PolicyDocument {
  const text = readFileSync(join(FOLDER, file), "utf8");
  return parsePolicy(text.replaceAll("<my-corporate-cidr>", "203.0.113.0/24"), file);
}

function underControl(document: PolicyDocument, request: Partial<Request>) {
  const principal = { arn: "arn:aws:iam::111122223333:role/a", account: "111122223333" };
  return evaluate(
    { action: "none:Such", resource: "*", principal, context: {}, ...request },
    {
      serviceControl: [{ name: "Root", policies: [FULL, { name: "sample", document }] }],
      identity: [FULL],
    },
  );
}

/** A request that action and resource of the statement cover. */
function covered(statement: PolicyStatement): Partial<Request> {
  const fill = (pattern = "*") => pattern.replace(/[*?]/g, "x");
  const action = statement.Action === undefined ? "none:Such" : many(statement.Action)[0];
  const resource = statement.Resource === undefined ? "*" : many(statement.Resource)[0];
  return {
    action: action === "*" ? "none:Such" : fill(action),
    resource: resource === "*" ? "*" : fill(resource),
  };
}

function isControlPolicy(document: PolicyDocument): boolean {
  return many(document.Statement).every(
    ({ Effect, Principal, NotPrincipal }) => Effect === "Deny" && !Principal && !NotPrincipal,
  );
}

it(`policy samples are ${present ? "present and there are many" : "absent"}`, () => {
  expect(files.length > 40).toBe(present);
});

describe.runIf(present)("every policy sample", () => {
  it.each(files)("%s parses to the document that it is", (file) => {
    expect(read(file)).toEqual(
      JSON.parse(
        readFileSync(join(FOLDER, file), "utf8").replaceAll(
          "<my-corporate-cidr>",
          "203.0.113.0/24",
        ),
      ),
    );
  });

  const control = files.filter((file) => isControlPolicy(read(file)));

  it.each(control)(
    "%s evaluates, and denies without a doubt what it denies unconditionally",
    (file) => {
      const document = read(file);
      const statements = many(document.Statement);
      for (const statement of statements) {
        const verdict = underControl(document, covered(statement));
        if (statement.Condition === undefined) {
          expect(verdict).toMatchObject({ reason: "explicit-deny", by: "service-control" });
        } else {
          expect(typeof verdict.allowed).toBe("boolean");
        }
      }
    },
  );

  it.each(files.filter((file) => !control.includes(file)))(
    "%s goes with a resource, and is refused as a service control policy",
    (file) => {
      expect(() => underControl(read(file), {})).toThrow(PolicyError);
    },
  );

  it("keeps the root user out, S3 bucket policies apart", () => {
    const file = files.find((name) => name.includes("Deny-the-root-user")) ?? "missing";
    const by = (arn: string, action: string) =>
      underControl(read(file), { action, context: { "aws:PrincipalArn": arn } }).allowed;
    expect(by("arn:aws:iam::111122223333:root", "iam:CreateUser")).toBe(false);
    expect(by("arn:aws:iam::111122223333:role/Admin", "iam:CreateUser")).toBe(true);
  });
});
