import type { Baseline, IdentityCenter, PermissionSet } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { diffTo, securecart } from "../fixture.ts";
import { asMarkdown } from "../markdown.ts";
import { asText } from "../text.ts";
import { tellEffect } from "../words.ts";

function center(change: (center: IdentityCenter) => Partial<IdentityCenter>): Baseline {
  const declared = securecart.identityCenter;
  if (declared === undefined) throw new Error("SecureCart declares Identity Center");
  return { ...securecart, identityCenter: { ...declared, ...change(declared) } };
}

const set = (name: string, change: (set: PermissionSet) => Partial<PermissionSet>): Baseline =>
  center(({ permissionSets }) => ({
    permissionSets: permissionSets.map((one) =>
      one.name === name ? { ...one, ...change(one) } : one,
    ),
  }));

/** Both directions, in words; the way back tells the same the other way round. */
function told(next: Baseline, old: Baseline = securecart) {
  const sentences = (from: Baseline, to: Baseline) => {
    const { opens, closes } = diffTo(to, from);
    return {
      opens: opens.map((effect) => tellEffect(effect, "opened").sentence),
      closes: closes.map((effect) => tellEffect(effect, "closed").sentence),
    };
  };
  const there = sentences(old, next);
  const back = sentences(next, old);
  expect([back.opens.length, back.closes.length]).toEqual([
    there.closes.length,
    there.opens.length,
  ]);
  return there;
}

describe("assignments", () => {
  const place = (name: string) => securecart.accounts.find((one) => one.name === name)?.id ?? "";

  it("are told by who gains and loses what where", () => {
    const next = center(({ assignments }) => ({
      assignments: assignments.map((one) =>
        one.permissionSet === "PowerUserAccess" ? { ...one, accounts: [place("production")] } : one,
      ),
    }));
    expect(told(next)).toEqual({
      opens: ["the group SecureCart-Developers gains PowerUserAccess in production"],
      closes: ["the group SecureCart-Developers loses PowerUserAccess in staging"],
    });
  });

  it("of units and of everything reach accounts that join later", () => {
    const wide = (scope: object) =>
      center(({ assignments }) => ({
        assignments: assignments.map((one) =>
          one.principal.name === "SecureCart-Support" ? { ...one, ...scope } : one,
        ),
      }));
    expect(told(wide({ units: ["Root/Sandbox"] })).opens).toEqual([
      "the group SecureCart-Support gains ReadOnlyAccess in playground and in accounts that join later",
    ]);
    expect(told(wide({ all: true })).opens).toEqual([
      expect.stringMatching(
        /gains ReadOnlyAccess in .* and 6 more and in accounts that join later$/,
      ),
    ]);
    // The same accounts as before, and those to come.
    expect(told(wide({ units: ["Root/Workloads"] }), wide({ all: true })).closes).toEqual([
      expect.stringMatching(/loses ReadOnlyAccess in .* and in accounts that join later$/),
    ]);
  });

  it("to a single user are told as such", () => {
    const user = { type: "USER", name: "sam@securecart.example", id: "s" } as const;
    const next = center(({ assignments }) => ({
      assignments: [
        ...assignments,
        {
          principal: user,
          permissionSet: "AdministratorAccess",
          accounts: [place("dev")],
          units: [],
          all: false,
        },
      ],
    }));
    expect(told(next).opens).toEqual([
      "the user sam@securecart.example gains AdministratorAccess in dev",
    ]);
  });
});

describe("permission sets", () => {
  const policy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

  it("are compared by what they allow, with a call as proof", () => {
    const next = set("ReadOnlyAccess", () => ({ managedPolicies: [policy("PowerUserAccess")] }));
    const { opens } = diffTo(next);
    expect(opens[0]).toMatchObject({
      kind: "permission-set",
      permissionSet: "ReadOnlyAccess",
      restsOn: ["ReadOnlyAccess"],
    });
    expect(told(next).opens).toEqual([
      expect.stringMatching(
        /^a user of the permission set ReadOnlyAccess in production may now call /,
      ),
    ]);
  });

  it("that mean the same are not told", () => {
    const next = set("PowerUserAccess", ({ inlinePolicy }) => ({
      ...(inlinePolicy && {
        inlinePolicy: { ...inlinePolicy, Statement: [inlinePolicy.Statement].flat().toReversed() },
      }),
    }));
    expect(told(next)).toEqual({ opens: [], closes: [] });
  });

  it("without their inline policy, which denies, are told", () => {
    const next = center(({ permissionSets }) => ({
      permissionSets: permissionSets.map((one) => {
        if (one.name !== "PowerUserAccess") return one;
        const { inlinePolicy: _, ...rest } = one;
        return rest;
      }),
    }));
    expect(told(next).opens).toEqual([
      expect.stringMatching(
        /^a user of the permission set PowerUserAccess in staging may now call /,
      ),
    ]);
  });

  it("under a narrower boundary are told", () => {
    const next = set("AdministratorAccess", () => ({
      boundary: { kind: "aws", arn: policy("PowerUserAccess") },
    }));
    expect(told(next).closes).toEqual([
      expect.stringMatching(
        /^a user of the permission set AdministratorAccess in .* may no longer call /,
      ),
    ]);
  });

  it("of whose policies a document is not known are undecided", () => {
    const next = set("AdministratorAccess", () => ({
      customerManagedPolicies: [{ name: "extra", path: "/" }],
    }));
    const { opens, undecided } = diffTo(next);
    expect(opens).toEqual([]);
    expect(undecided).toMatchObject([
      {
        permissionSet: "AdministratorAccess",
        reason: "the documents of no policy before and /extra now are not known",
      },
    ]);
    expect(asText(diffTo(next))).toContain(
      "what becomes of the permission set AdministratorAccess for",
    );
  });

  it("tell of longer sessions, and of what opens nothing", () => {
    expect(told(set("AdministratorAccess", () => ({ sessionDuration: "PT12H" }))).opens).toEqual([
      "sessions of AdministratorAccess last PT12H instead of PT1H, whatever becomes of the assignment",
    ]);
    const { changes } = diffTo(set("ReadOnlyAccess", () => ({ tags: {}, description: "x" })));
    expect(changes).toEqual([
      { subject: "permission-set", name: "ReadOnlyAccess", what: "has another description" },
      {
        subject: "permission-set",
        name: "ReadOnlyAccess",
        what: "has another set of tags, which policies may ask for",
      },
    ]);
  });
});

describe("groups", () => {
  const groups = (change: (groups: IdentityCenter["groups"]) => IdentityCenter["groups"]) =>
    center((one) => ({ groups: change(one.groups) }));

  it("tell who joins and leaves, and what that gives", () => {
    const next = groups((all) =>
      all.map((group) =>
        group.name === "SecureCart-Support"
          ? { ...group, members: [{ name: "eve\u202e@x", id: "e" }] }
          : group,
      ),
    );
    const { opens, closes } = told(next);
    expect(opens).toEqual(["eve\u202e@x joins the group SecureCart-Support"]);
    expect(closes).toEqual(["sam@securecart.example leaves the group SecureCart-Support"]);
    expect(asText(diffTo(next))).toContain("the group has access to production");
    expect(asText(diffTo(next))).not.toContain("\u202e");
    expect(asMarkdown(diffTo(next))).not.toContain("\u202e");
  });

  it("that are guarded no more are openings", () => {
    const next = groups((all) => all.filter(({ name }) => name !== "SecureCart-Ops"));
    expect(told(next).opens).toEqual(["nobody guards who is in the group SecureCart-Ops any more"]);
  });
});

describe("the guarding itself", () => {
  it("may end or begin", () => {
    const { identityCenter: _, ...bare } = securecart;
    expect(told(bare)).toEqual({
      opens: ["Identity Center is no longer guarded: nothing of it is declared"],
      closes: [],
    });
  });

  it("may tolerate more", () => {
    const next = center(() => ({
      justInTime: [
        {
          kind: "assignment",
          permissionSet: "PowerUserAccess",
          principal: "oncall-*",
          principalType: "USER",
          scope: { accounts: [], units: [], all: true },
          maximumDuration: 14_400_000,
          reason: "on call",
        },
      ],
    }));
    expect(told(next).opens).toEqual([
      "a grant of PowerUserAccess to oncall-* for up to 4 h is tolerated: on call",
    ]);
  });

  it("may leave permission sets that nobody declared where they are", () => {
    const strict = center(() => ({ undeclaredPermissionSets: "remove" }));
    expect(told(strict).closes).toEqual(["permission sets that nobody declared are removed"]);
  });
});
