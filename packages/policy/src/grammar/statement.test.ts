import { describe, expect, it } from "vitest";
import type { PolicyKind } from "./kinds.ts";
import { FLAWLESS, KIND_NAMES, listed, problemsOf } from "./problems.fixture.ts";

const NAMES = {
  SERVICE_CONTROL_POLICY: "a service control policy",
  RESOURCE_CONTROL_POLICY: "a resource control policy",
  IDENTITY: "an identity policy",
  TRUST: "a trust policy",
  RESOURCE: "a resource policy",
} as const satisfies Record<PolicyKind, string>;

/** Kinds that refuse the change of a statement, each for its one reason. */
function refusals(change: object, without: object = {}): Record<string, readonly string[]> {
  const all = KIND_NAMES.map(
    (kind) => [kind, problemsOf(kind, { ...without, ...change })] as const,
  );
  return Object.fromEntries(all.filter(([, problems]) => problems.length > 0));
}

/** The same reason of several kinds, with the name of each. */
function sameOf(kinds: readonly PolicyKind[], reason: (name: string) => string) {
  return Object.fromEntries(kinds.map((kind) => [kind, [reason(NAMES[kind])]]));
}

describe("elements of a statement", () => {
  it("have no Principal where the policy is attached to the principal", () => {
    const refused = sameOf(
      ["SERVICE_CONTROL_POLICY", "IDENTITY"],
      (name) => `Principal UNSUPPORTED_ELEMENT ${name} can't have Principal`,
    );
    const change = { Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" };
    const { RESOURCE_CONTROL_POLICY: rcp, ...others } = refusals(change);
    expect(others).toEqual(refused);
    expect(rcp).toEqual([
      'Principal INVALID_VALUE Principal must be "*" in a resource control policy',
    ]);
  });

  it("have NotPrincipal in resource policies only, and there with Deny only", () => {
    const change = { Principal: undefined, NotPrincipal: { AWS: "111122223333" }, Effect: "Deny" };
    const refused = (kind: PolicyKind) =>
      `NotPrincipal UNSUPPORTED_ELEMENT ${NAMES[kind]} can't have NotPrincipal`;
    expect(refusals(change)).toEqual({
      SERVICE_CONTROL_POLICY: [refused("SERVICE_CONTROL_POLICY")],
      RESOURCE_CONTROL_POLICY: [
        "MISSING_ELEMENT Principal is missing",
        refused("RESOURCE_CONTROL_POLICY"),
      ],
      IDENTITY: [refused("IDENTITY")],
      TRUST: ["MISSING_ELEMENT Principal is missing", refused("TRUST")],
    });
    expect(problemsOf("RESOURCE", { ...change, Effect: "Allow" })).toEqual([
      "NotPrincipal UNSUPPORTED_ELEMENT NotPrincipal can only go with Deny",
    ]);
    expect(problemsOf("TRUST", { ...change, Effect: "Allow" })).toEqual([
      "MISSING_ELEMENT Principal is missing",
      refused("TRUST"),
    ]);
  });

  it("have a Principal where the policy is attached to something else", () => {
    expect(refusals({ Principal: undefined })).toEqual({
      RESOURCE_CONTROL_POLICY: ["MISSING_ELEMENT Principal is missing"],
      TRUST: ["MISSING_ELEMENT Principal is missing"],
      RESOURCE: ["MISSING_ELEMENT Principal or NotPrincipal is missing"],
    });
  });

  it("have a Resource everywhere but in trust policies", () => {
    const missing = ["MISSING_ELEMENT Resource or NotResource is missing"];
    expect(refusals({ Resource: undefined })).toEqual({
      SERVICE_CONTROL_POLICY: missing,
      RESOURCE_CONTROL_POLICY: missing,
      IDENTITY: missing,
      RESOURCE: missing,
    });
    const arn = "arn:aws:s3:::bucket";
    expect(refusals({ Resource: undefined, NotResource: arn })).toEqual({
      TRUST: ["NotResource UNSUPPORTED_ELEMENT a trust policy can't have NotResource"],
    });
    expect(problemsOf("TRUST", { Resource: "*" })).toEqual([
      "Resource UNSUPPORTED_ELEMENT a trust policy can't have Resource",
    ]);
  });

  it("may lack the Resource in repository policies of Amazon ECR", () => {
    const without = (Action: unknown) => problemsOf("RESOURCE", { Resource: undefined, Action });
    const missing = ["MISSING_ELEMENT Resource or NotResource is missing"];
    expect(without(["ecr:BatchGetImage", "ECR:Get*"])).toEqual([]);
    expect(without(["ecr:BatchGetImage", "s3:Get*"])).toEqual(missing);
    expect(without("x:ecr")).toEqual(missing);
    expect(without("xecr:Get*")).toEqual(missing);
    expect(problemsOf("IDENTITY", { Resource: undefined, Action: "ecr:Get*" })).toEqual(missing);
    const none = { Principal: undefined, Action: "ecr:Get*" };
    expect(problemsOf("RESOURCE", none)).toEqual([
      "MISSING_ELEMENT Principal or NotPrincipal is missing",
    ]);
    const notAction = { Resource: undefined, Action: undefined, NotAction: "ecr:Get*" };
    expect(problemsOf("RESOURCE", notAction)).toEqual(missing);
  });

  it("have no NotAction in resource control policies", () => {
    const change = { Action: undefined, NotAction: "sts:TagSession" };
    expect(refusals(change)).toEqual({
      RESOURCE_CONTROL_POLICY: [
        "NotAction UNSUPPORTED_ELEMENT a resource control policy can't have NotAction",
      ],
    });
  });

  it("deny only in resource control policies", () => {
    expect(refusals({ Effect: "Allow" })).toEqual({
      RESOURCE_CONTROL_POLICY: ["Effect INVALID_VALUE a resource control policy can only deny"],
    });
    expect(refusals({ Effect: "Deny" })).toEqual({});
  });
});

describe("a Sid", () => {
  it("is made of letters and digits but for resource policies", () => {
    const problem = (sid: string) =>
      `Sid INVALID_VALUE Sid "${sid}" must be made of letters and digits`;
    for (const sid of ["a b", "a-b", "a_b", "é", "a\u212a"]) {
      const kinds = Object.keys(refusals({ Sid: sid }));
      expect(kinds).toEqual(KIND_NAMES.filter((kind) => kind !== "RESOURCE"));
    }
    expect(problemsOf("TRUST", { Sid: "a b" })).toEqual([problem("a b")]);
    expect(refusals({ Sid: "Az09" })).toEqual({});
    expect(refusals({ Sid: "" })).toEqual({});
  });

  it("stands only once in what IAM stores, unless it is empty", () => {
    const repeats = (kind: PolicyKind, ...sids: (string | undefined)[]) => {
      const Statement = sids.map((Sid) => ({ Sid, ...FLAWLESS[kind] }));
      return listed(JSON.stringify({ Version: "2012-10-17", Statement }), kind);
    };
    for (const kind of ["IDENTITY", "TRUST"] as const) {
      expect(repeats(kind, "a", "b", "a", undefined, "a", "", "")).toEqual([
        'Statement.2.Sid DUPLICATE_SID the Sid "a" is repeated',
        'Statement.4.Sid DUPLICATE_SID the Sid "a" is repeated',
      ]);
      expect(repeats(kind, "a", "A", undefined, undefined)).toEqual([]);
    }
    for (const kind of ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "RESOURCE"] as const) {
      expect(repeats(kind, "a", "a")).toEqual([]);
    }
  });
});

describe("the document", () => {
  const of = (kind: PolicyKind, document: object) => listed(JSON.stringify(document), kind);

  it("says Version 2012-10-17 in what AWS Organizations stores", () => {
    for (const kind of KIND_NAMES) {
      const Statement = FLAWLESS[kind];
      const organizations = kind.endsWith("_CONTROL_POLICY");
      const problem = `Version must be "2012-10-17" in ${NAMES[kind]}`;
      expect(of(kind, { Statement })).toEqual(organizations ? [`MISSING_ELEMENT ${problem}`] : []);
      expect(of(kind, { Version: "2008-10-17", Statement })).toEqual(
        organizations ? [`Version INVALID_VALUE ${problem}`] : [],
      );
      const unknown = "Version INVALID_VALUE Version must be 2008-10-17 or 2012-10-17";
      expect(of(kind, { Version: "2024", Statement })).toEqual([unknown]);
      expect(of(kind, { Version: ["2008-10-17"], Statement })).toEqual([unknown]);
    }
  });

  it("has no Id in identity policies", () => {
    const document = { Version: "2012-10-17", Id: "an id" };
    for (const kind of KIND_NAMES) {
      expect(of(kind, { ...document, Statement: FLAWLESS[kind] })).toEqual(
        kind === "IDENTITY" ? ["Id UNSUPPORTED_ELEMENT an identity policy can't have Id"] : [],
      );
    }
  });

  it.each(KIND_NAMES)("has a statement: %s", (kind) => {
    expect(of(kind, { Version: "2012-10-17", Statement: [] })).toEqual([
      "Statement MISSING_ELEMENT there is no statement",
    ]);
  });
});
