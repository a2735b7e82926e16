import { describe, expect, it } from "vitest";
import { ARN, aws, DECLARED, live, liveSet, wanting } from "./fixture.ts";
import type { Live } from "./live.ts";
import { diff, plan, type Want } from "./plan.ts";

const KEY = {
  guardrail: "permission-set",
  account: "100000000001",
  region: "us-east-1",
  resource: "View",
};

const REWORDED = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "s3:Get*", Resource: "*" },
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
  ],
});

const withAdministrator = {
  managedPolicies: [aws("AdministratorAccess"), aws("ReadOnlyAccess")],
};

/** Actions without their service, each with its effect and the actions that it requires. */
async function planned(state: Live, want: Want = wanting()) {
  const steps = await plan(KEY, want, state);
  return steps.map(({ action, effect, requires = [] }) => {
    const needed = requires.map((index) => steps[index]?.action.slice(4));
    return [action.slice(4), effect, ...needed];
  });
}

const aspects = async (state: Live, want: Want = wanting()) =>
  (await diff(want, state)).map(({ path, aspect }) => `${path}: ${aspect}`);

describe("a set as declared", () => {
  it("differs in nothing, and nothing is planned", async () => {
    expect(await diff(wanting(), live())).toEqual([]);
    expect(await planned(live())).toEqual([]);
  });

  it("may say its inline policy in any documented equivalent", async () => {
    const inlinePolicy = `{"Statement":{"Resource":["*"],"Action":["S3:Get*"],"Effect":"Allow","Sid":"x"},
      "Version":"2012-10-17"}`;
    expect(await diff(wanting(), live({ inlinePolicy }))).toEqual([]);
  });

  it("says by name which accounts have it as it was before", async () => {
    const production = { name: "production", id: "100000000009", unit: "Root", policies: [] };
    const want = wanting({}, { accounts: [production] });
    const differences = await diff(want, live({}, { behind: ["100000000008", "100000000009"] }));
    expect(differences.map(({ message }) => message)).toEqual([
      "100000000008 has it as it was before an edit",
      "production has it as it was before an edit",
    ]);
  });

  it("is carried to an account that is behind, which counts as a grant", async () => {
    const state = live({}, { behind: ["100000000009"], failures: ["the role can't be made"] });
    expect(await diff(wanting(), state)).toMatchObject([
      {
        path: "provisioned.100000000009",
        aspect: "provisioning",
        message: expect.stringContaining("the role can't be made"),
      },
    ]);
    expect(await plan(KEY, wanting(), state)).toMatchObject([
      {
        action: "sso:ProvisionPermissionSet",
        effect: "grant",
        input: { TargetType: "AWS_ACCOUNT", TargetId: "100000000009" },
      },
    ]);
  });
});

describe("an undeclared policy", () => {
  it("is detached before the set is provisioned", async () => {
    expect(await aspects(live(withAdministrator))).toEqual([
      "managedPolicies.AdministratorAccess: wider",
    ]);
    expect(await planned(live(withAdministrator))).toEqual([
      ["DetachManagedPolicyFromPermissionSet", "restrict"],
      ["ProvisionPermissionSet", "restrict", "DetachManagedPolicyFromPermissionSet"],
    ]);
  });

  it("stays in the accounts for no inline policy in other words, which nobody may rewrite", async () => {
    const state = live({ ...withAdministrator, inlinePolicy: REWORDED });
    expect(await aspects(state)).toContain("inlinePolicy: reworded");
    const steps = await planned(state);
    expect(steps.at(-1)).toEqual([
      "ProvisionPermissionSet",
      "restrict",
      "DetachManagedPolicyFromPermissionSet",
    ]);
  });

  it("is not brought to accounts that are behind, by way of another one's removal", async () => {
    const customerManagedPolicies = [{ name: "team", path: "/teams/" }];
    const state = live({ ...withAdministrator, customerManagedPolicies });
    const behind = { ...state, behind: ["100000000008", "100000000009"], current: [] };
    const last = async (one: Live) => (await planned(one)).at(-1)?.slice(2);
    expect(await last(behind)).toContain("DetachCustomerManagedPolicyReferenceFromPermissionSet");
    // Where they have it already, provisioning brings nothing new.
    expect(await last(state)).toEqual(["DetachManagedPolicyFromPermissionSet"]);
  });

  it("that denies gives access when it goes", async () => {
    for (const name of ["AWSDenyAll", "AWSCompromisedKeyQuarantineV3"]) {
      const managedPolicies = [aws(name), aws("ReadOnlyAccess")];
      expect((await planned(live({ managedPolicies })))[0]?.[1]).toBe("grant");
    }
    const managedPolicies = [aws("AWSDenyAllButNot"), aws("ReadOnlyAccess")];
    expect((await planned(live({ managedPolicies })))[0]?.[1]).toBe("restrict");
  });
});

describe("what was taken from a set", () => {
  it("comes back only with the boundary that bounds it", async () => {
    const managedPolicies: string[] = [];
    expect(await planned(live({ managedPolicies, boundary: null }))).toEqual([
      ["PutPermissionsBoundaryToPermissionSet", "restrict"],
      ["AttachManagedPolicyToPermissionSet", "grant", "PutPermissionsBoundaryToPermissionSet"],
      ["ProvisionPermissionSet", "restrict", "PutPermissionsBoundaryToPermissionSet"],
    ]);
  });

  it("counts as wider where it may have denied: the account's own policy", async () => {
    const want = wanting({ customerManagedPolicies: [{ name: "base", path: "/" }] });
    expect(await aspects(live(), want)).toEqual(["customerManagedPolicies./base: wider"]);
    expect((await planned(live(), want))[0]?.[1]).toBe("grant");
  });
});

describe("the inline policy", () => {
  it.each([
    ["{ broken", "wider", "grant"],
    [null, "narrower", "grant"],
    [REWORDED, "reworded", "neutral"],
    [
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      "wider",
      "restrict",
    ],
  ])(
    "%s is %s, and writing the declared one counts as %s",
    async (inlinePolicy, aspect, effect) => {
      expect(await aspects(live({ inlinePolicy }))).toEqual([`inlinePolicy: ${aspect}`]);
      expect((await planned(live({ inlinePolicy })))[0]).toEqual([
        "PutInlinePolicyToPermissionSet",
        effect,
      ]);
    },
  );

  it("is deleted where none is declared", async () => {
    const { inlinePolicy: _, ...declared } = DECLARED;
    expect((await planned(live(), wanting({}, { declared })))[0]).toEqual([
      "DeleteInlinePolicyFromPermissionSet",
      "restrict",
    ]);
  });
});

describe("the session duration", () => {
  it.each([
    ["PT12H", "wider", "restrict"],
    ["PT1H", "narrower", "grant"],
    // AWS takes it; how long it is depends on the calendar.
    ["P0YT12H", "wider", "grant"],
  ])("%s is %s, and putting it back counts as %s", async (sessionDuration, aspect, effect) => {
    expect(await aspects(live({ sessionDuration }))).toEqual([`sessionDuration: ${aspect}`]);
    expect((await planned(live({ sessionDuration })))[0]?.[1]).toBe(effect);
  });

  it("is compared by its length", async () => {
    expect(await diff(wanting(), live({ sessionDuration: "PT240M" }))).toEqual([]);
  });
});

describe("a set in more accounts than one request covers", () => {
  const many = Array.from({ length: 5_000 }, (_, index) => String(200_000_000_000 + index));

  it("is provisioned three at a time, those behind first", async () => {
    const behind = many.slice(0, 2);
    const state = live(withAdministrator, { places: 5_000, behind, current: many.slice(2, 5) });
    const steps = await plan(KEY, wanting(), state);
    const targets = steps.flatMap((step) =>
      step.action === "sso:ProvisionPermissionSet" ? [step.input.TargetId] : [],
    );
    expect(targets).toEqual(many.slice(0, 3));
  });

  it("names twenty accounts that are behind, and counts the others", async () => {
    const differences = await diff(wanting(), live({}, { places: 5_000, behind: many }));
    expect(differences).toHaveLength(21);
    expect(differences.at(-1)?.message).toContain("4980 more accounts");
  });
});

describe("a deleted set", () => {
  const gone = live({}, { set: null, places: 0, current: [] });

  it("is created again, as a grant, and its new ARN is kept", async () => {
    expect(await plan(KEY, wanting(), gone)).toMatchObject([
      {
        action: "sso:CreatePermissionSet",
        effect: "grant",
        creates: { kind: "permission-set", name: "View" },
        aspect: "deleted",
      },
    ]);
  });

  it("waits until whatever has taken its name is gone, with everybody who has it", async () => {
    const namesake = `${ARN}-other`;
    const assigned = [
      { account: "100000000009", type: "USER", principal: "u-1" } as const,
      { account: "100000000009", type: "GROUP", principal: "g-1" } as const,
    ];
    expect(await aspects({ ...gone, namesake, assigned })).toEqual([
      "permissionSet: deleted",
      "namesake: squatted",
    ]);
    const steps = await plan(KEY, wanting(), { ...gone, namesake, assigned });
    expect(steps.map(({ action, effect, input }) => [action, effect, input])).toEqual(
      assigned.map(({ account, type, principal }) => [
        "sso:DeleteAccountAssignment",
        "restrict",
        {
          InstanceArn: wanting().instance,
          PermissionSetArn: namesake,
          TargetId: account,
          TargetType: "AWS_ACCOUNT",
          PrincipalType: type,
          PrincipalId: principal,
        },
      ]),
    );
    expect(await planned({ ...gone, namesake })).toEqual([["DeletePermissionSet", "restrict"]]);
  });
});

describe("a set that nobody declared", () => {
  const stranger = live({ name: "Quiet" });
  const undeclared = (mode: Want["undeclared"]) =>
    wanting({}, { declared: undefined, undeclared: mode });

  it("is told, and removed only where the baseline says so", async () => {
    expect(await aspects(stranger, undeclared("alert"))).toEqual(["permissionSet: undeclared"]);
    expect(await planned(stranger, undeclared("alert"))).toEqual([]);
    expect(await planned(stranger, undeclared("remove"))).toEqual([
      ["DeletePermissionSet", "restrict"],
    ]);
  });

  it("is nothing once it is gone", async () => {
    const gone = live({}, { set: null });
    expect(await diff(undeclared("remove"), gone)).toEqual([]);
    expect(await planned(gone, undeclared("remove"))).toEqual([]);
  });
});

it("keeps what is not declared of a description and shows no tag as another one's", async () => {
  const { description, tags } = liveSet({
    tags: JSON.parse('{"__proto__":"x","team":"platform"}'),
  });
  expect(await aspects(live({ description, tags }), wanting({ description: "" }))).toEqual([
    "tags.__proto__: tags",
  ]);
});
