import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { describe, expect, it } from "vitest";
import { complaints, type Files, load } from "../fixture.ts";
import { allowing, CENTER, extended } from "./fixture.ts";
import { policiesOfSet } from "./set-policies.ts";

const aws = await loadAwsManagedPolicies();

/** What decides about the calls of a set of the baseline in these files. */
function policiesOf(name: string, files: Files = CENTER) {
  const center = load(files).identityCenter;
  const set = center?.permissionSets.find((one) => one.name === name);
  if (center === undefined || set === undefined) throw new Error(`${name} is not declared`);
  return policiesOfSet(set, center, aws);
}

const DOCUMENTS = `managedPolicyDocuments:
  ReadOnlyAccess: policies/aws/ReadOnlyAccess.json
  /teams/readers: policies/iam/readers.json
  /limits/most: policies/iam/most.json
`;
const BROUGHT: Files = {
  "policies/aws/ReadOnlyAccess.json": allowing("s3:Get*"),
  "policies/iam/readers.json": allowing("sqs:*"),
  "policies/iam/most.json": allowing("s3:*"),
};

describe("the policies of a permission set", () => {
  it("are those that AWS publishes, where they are known", () => {
    expect(policiesOf("Admin")).toEqual({
      identity: [
        {
          name: "AdministratorAccess",
          document: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
          },
        },
      ],
      unknown: [],
      approximated: [],
    });
  });

  it("say what is approximated, and what is not known because every account has its own", () => {
    const { identity, boundary, ...rest } = policiesOf("Reader");
    expect(identity.map(({ name }) => name)).toEqual(["ReadOnlyAccess", "inline policy"]);
    expect(boundary).toBeUndefined();
    expect(rest).toEqual({
      unknown: ["/teams/readers"],
      unknownBoundary: "/limits/most",
      approximated: [{ name: "ReadOnlyAccess", how: expect.stringContaining("access levels") }],
    });
  });

  it("are the baseline's documents before any other", () => {
    const policies = policiesOf("Reader", extended(DOCUMENTS, BROUGHT));
    expect(policies).toEqual({
      identity: [
        { name: "ReadOnlyAccess", document: JSON.parse(allowing("s3:Get*")) },
        { name: "/teams/readers", document: JSON.parse(allowing("sqs:*")) },
        { name: "inline policy", document: JSON.parse(allowing("s3:PutObject")) },
      ],
      boundary: [{ name: "/limits/most", document: JSON.parse(allowing("s3:*")) }],
      unknown: [],
      approximated: [],
    });
  });
});

describe("managedPolicyDocuments", () => {
  it("are part of the hash", () => {
    const other = { ...BROUGHT, "policies/iam/readers.json": allowing("sns:*") };
    expect(load(extended(DOCUMENTS, other)).hash).not.toBe(load(extended(DOCUMENTS, BROUGHT)).hash);
  });

  it("take AWS's policies of any length, customers' as long as IAM lets them be", () => {
    const long = allowing(...Array.from({ length: 400 }, (_, index) => `s3:GetObject${index}`));
    const files = (file: string) => extended(DOCUMENTS, { ...BROUGHT, [file]: long });
    expect(complaints(files("policies/aws/ReadOnlyAccess.json"))).toEqual([]);
    expect(complaints(files("policies/iam/readers.json"))).toEqual([
      expect.stringMatching(
        /^policies\/iam\/readers\.json:1:1 - has \d+ characters.*AWS takes 6144$/,
      ),
    ]);
  });

  it.each([
    [
      "a file that is not there",
      extended("managedPolicyDocuments: { ReadOnlyAccess: policies/none.json }\n"),
      "there is no file policies/none.json",
    ],
    [
      "a document that is none",
      extended(DOCUMENTS, { ...BROUGHT, "policies/iam/readers.json": "{}" }),
      "policies/iam/readers.json:1:1",
    ],
    [
      "a name that is none",
      extended('managedPolicyDocuments: { "arn:aws:iam::1:policy/a": policies/a.json }\n'),
      "must be the name of an AWS managed policy, or /path/name of a customer managed one",
    ],
  ])("can't be %s", (_what, files, complaint) => {
    expect(complaints(files).join("\n")).toContain(complaint);
  });
});
