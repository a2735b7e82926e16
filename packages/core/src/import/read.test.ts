import { describe, expect, it } from "vitest";
import { AwsError } from "../errors.ts";
import { readOrganization } from "./read.ts";

type Answer = object | AwsError;

const denied = (action: string) =>
  new AwsError(`organizations:${action}`, "AccessDeniedException", "denied", "no");

/** An organization with one unit and one policy, in the SDK's shapes. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  DescribeOrganization: {
    Organization: { Id: "o-abcdefghij", MasterAccountId: "100000000001", FeatureSet: "ALL" },
  },
  ListRoots: {
    Roots: [
      {
        Id: "r-ab12",
        PolicyTypes: [
          { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
          { Type: "RESOURCE_CONTROL_POLICY", Status: "PENDING_ENABLE" },
        ],
      },
    ],
  },
  ListAccounts: {
    Accounts: [
      {
        Id: "100000000001",
        Name: "payer",
        State: "ACTIVE",
        Paths: ["o-abcdefghij/r-ab12/100000000001/"],
      },
      {
        Id: "100000000002",
        Name: "dev",
        Status: "SUSPENDED",
        Paths: ["o-abcdefghij/r-ab12/ou-ab12-00000001/100000000002/"],
      },
    ],
  },
  "ListOrganizationalUnitsForParent r-ab12": {
    OrganizationalUnits: [{ Id: "ou-ab12-00000001", Name: "Work" }],
  },
  ListOrganizationalUnitsForParent: { OrganizationalUnits: [] },
  "ListPolicies SERVICE_CONTROL_POLICY": { Policies: [{ Id: "p-00000001", Name: "a" }] },
  ListPolicies: { Policies: [] },
  ListTargetsForPolicy: { Targets: [{ TargetId: "ou-ab12-00000001" }] },
  DescribePolicy: { Policy: { Content: "{}" } },
  ListAWSServiceAccessForOrganization: {},
  ListDelegatedAdministrators: {},
  DescribeResourcePolicy: new AwsError("", "ResourcePolicyNotFoundException", "gone", "none"),
};

function read(changes: Readonly<Record<string, Answer>> = {}, account = "100000000001") {
  const answers = { ...ANSWERS, ...changes };
  const asked: string[] = [];
  const answer = (action: string, input: object) => {
    const operation = action.slice("organizations:".length);
    const [first] = Object.values(input);
    asked.push(first === undefined ? operation : `${operation} ${first}`);
    const found = answers[`${operation} ${first}`] ?? answers[operation];
    if (found === undefined || found instanceof Error) throw found ?? new Error(operation);
    return found;
  };
  // The answers stand for the SDK's outputs; which calls are declared is the compiler's business elsewhere.
  const caller = {
    call: async (action: string, input: object) => answer(action, input),
    async *pages(action: string, input: object) {
      yield answer(action, input);
    },
  } as unknown as Parameters<typeof readOrganization>[0];
  return { asked, organization: readOrganization(caller, { account }) };
}

describe("reading an organization", () => {
  it("takes each part from one list, and one call for each unit and policy", async () => {
    const { asked, organization } = read();
    expect(await organization).toEqual({
      id: "o-abcdefghij",
      management: "100000000001",
      root: "r-ab12",
      policyTypes: ["SERVICE_CONTROL_POLICY"],
      accounts: [
        { id: "100000000001", name: "payer", parent: "r-ab12", state: "ACTIVE" },
        { id: "100000000002", name: "dev", parent: "ou-ab12-00000001", state: "SUSPENDED" },
      ],
      units: [{ id: "ou-ab12-00000001", name: "Work", parent: "r-ab12" }],
      policies: [
        {
          id: "p-00000001",
          name: "a",
          type: "SERVICE_CONTROL_POLICY",
          description: "",
          content: "{}",
          awsManaged: false,
          targets: ["ou-ab12-00000001"],
        },
      ],
      trust: { trustedServices: [], delegatedAdministrators: [] },
    });
    expect(asked).toHaveLength(new Set(asked).size);
    expect(asked).toHaveLength(12);
  });

  it("never asks the fifth level of units for children: AWS has no sixth", async () => {
    const unit = (level: number) => `ou-ab12-0000000${level}`;
    const deep = Object.fromEntries(
      [1, 2, 3, 4, 5].map((level) => [
        `ListOrganizationalUnitsForParent ${level === 1 ? "r-ab12" : unit(level - 1)}`,
        { OrganizationalUnits: [{ Id: unit(level), Name: `l${level}` }] },
      ]),
    );
    const { asked, organization } = read(deep);
    expect((await organization).units).toHaveLength(5);
    expect(asked).not.toContain(`ListOrganizationalUnitsForParent ${unit(5)}`);
  });

  it("says what of trust could not be read, and never takes it for empty", async () => {
    for (const action of ["ListAWSServiceAccessForOrganization", "DescribeResourcePolicy"]) {
      const { trust } = await read({ [action]: denied(action) }).organization;
      expect(trust).toEqual({ unread: expect.stringContaining(action) });
    }
  });

  it("ends with an error, after one call, with the credentials of a member", async () => {
    const { asked, organization } = read({}, "100000000002");
    await expect(organization).rejects.toMatchObject({
      code: "WRONG_ACCOUNT",
      message: expect.stringContaining("management account is 100000000001"),
    });
    expect(asked).toEqual(["DescribeOrganization"]);
  });

  it.each([
    "DescribeOrganization",
    "ListRoots",
    "ListAccounts",
    "ListOrganizationalUnitsForParent",
    "ListPolicies",
    "ListTargetsForPolicy",
    "DescribePolicy",
  ])("ends with an error where %s is refused", async (action) => {
    await expect(read({ [action]: denied(action) }).organization).rejects.toMatchObject({
      code: "IMPORT_UNREAD",
      message: expect.stringContaining(action),
      hint: expect.stringContaining("none was written"),
    });
  });

  it("ends with an error where trust fails for another reason than a refusal", async () => {
    const error = new AwsError("a", "ServiceException", "transient", "later");
    await expect(read({ ListDelegatedAdministrators: error }).organization).rejects.toMatchObject({
      code: "IMPORT_UNREAD",
    });
  });

  it.each([
    ["ListTargetsForPolicy", { Targets: [{ TargetId: "999999999999" }] }],
    [
      "ListAccounts",
      {
        Accounts: [
          { Id: "100000000002", Name: "dev", Paths: ["o-abcdefghij/r-ab12/ou-x/100000000002/"] },
        ],
      },
    ],
  ])("ends with an error where %s names a place that was not listed", async (action, answer) => {
    await expect(read({ [action]: answer }).organization).rejects.toMatchObject({
      code: "IMPORT_CHANGED",
      hint: "Run it again.",
    });
  });

  it("ends with an error where AWS leaves out what counts", async () => {
    const accounts = { Accounts: [{ Id: "100000000002", Name: "dev" }] };
    await expect(read({ ListAccounts: accounts }).organization).rejects.toMatchObject({
      code: "IMPORT_UNREAD",
      message: "AWS did not say the path of account 100000000002.",
    });
  });

  it("says so where there is no organization, or none that has policies", async () => {
    const none = new AwsError("a", "AWSOrganizationsNotInUseException", "gone", "none");
    await expect(read({ DescribeOrganization: none }).organization).rejects.toMatchObject({
      code: "IMPORT_NO_ORGANIZATION",
    });
    const Organization = {
      Id: "o-abcdefghij",
      MasterAccountId: "100000000001",
      FeatureSet: "CONSOLIDATED_BILLING",
    };
    await expect(
      read({ DescribeOrganization: { Organization } }).organization,
    ).rejects.toMatchObject({ code: "IMPORT_NO_POLICIES" });
  });
});
