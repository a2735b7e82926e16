import type { Baseline, Exemption, ReviewItem } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { diffTo, names, securecart, withAccount, withUnit } from "./fixture.ts";

const devops: Exemption = {
  guardrail: "scp-attachment",
  key: "devops",
  reason: "vendor trial",
  owner: "platform-team",
  expiresOn: "2027-01-31",
};
const exempt = (...exemptions: Exemption[]): Baseline => ({ ...securecart, exemptions });
const modes = (change: Partial<Baseline["modes"]>): Baseline => ({
  ...securecart,
  modes: { ...securecart.modes, ...change },
});

/** SecureCart with other modes for some guardrails. */
const withModes = (change: Baseline["modes"]["guardrails"]): Baseline =>
  modes({ guardrails: { ...securecart.modes.guardrails, ...change } });

describe("a mode", () => {
  it("that is lowered opens, where it applies in the end", () => {
    const { opens, closes } = diffTo(withModes({ "scp-attachment": "alert" }));
    // Sandbox and Infrastructure have a mode of their own.
    expect(opens).toMatchObject([
      { kind: "mode", from: "revert", to: "alert", where: ["the organization"] },
    ]);
    expect(opens.flatMap(names)).not.toContain("playground");
    expect(opens.flatMap(names)).toContain("dev");
    expect(closes).toEqual([]);
  });

  it("that is raised closes", () => {
    const { opens, closes } = diffTo(modes({ units: {} }));
    expect(opens).toEqual([]);
    expect(closes).toMatchObject(
      [
        { from: "alert", to: "revert", where: ["Root/Sandbox"] },
        { from: "restrict", to: "revert", where: ["Root/Infrastructure"] },
      ].toReversed(),
    );
  });

  it("of an aspect is told by itself, up to what its guardrail does anyway", () => {
    const strict = withModes({ "scp-content/stricter": "revert" });
    expect(diffTo(strict).closes).toMatchObject([
      {
        kind: "mode",
        guardrail: "scp-content/stricter",
        from: "alert",
        to: "revert",
        where: ["the organization"],
      },
    ]);
    expect(diffTo(withModes({ "scp-content/weaker": "off" })).opens).toMatchObject([
      { guardrail: "scp-content/weaker", from: "revert", to: "off" },
    ]);
    expect(diffTo(withModes({ "scp-content/weaker": "revert" })).opens).toEqual([]);
  });

  it("of a guardrail is told once, and takes along what an aspect did by a mode of its own", () => {
    const strict = withModes({ "scp-content/stricter": "restrict" });
    const { opens } = diffTo(withModes({ "scp-content": "alert" }), strict);
    expect(opens).toMatchObject([
      { guardrail: "scp-content", from: "revert", to: "alert" },
      { guardrail: "scp-content/stricter", from: "restrict", to: "alert" },
    ]);
  });

  it("that is set to what it was anyway is no change", () => {
    const units = { ...securecart.modes.units, Root: { "scp-attachment": "revert" } } as const;
    expect(diffTo(modes({ units })).opens).toEqual([]);
  });
});

describe("an exemption", () => {
  it("that is new opens for every account it concerns", () => {
    const next = exempt(devops, { ...devops, key: "Root/Security" });
    const { opens } = diffTo(next, exempt(devops));
    expect(opens.map(names)).toEqual([["log-archive", "security"]]);
  });

  it("of a policy concerns every account that it reaches, under its new name too", () => {
    const policy = { ...devops, guardrail: "scp-content", key: "developers-no-iam" };
    const { opens } = diffTo(exempt(devops, policy), exempt(devops));
    expect(opens.map(names)).toEqual([["dev", "devops", "production", "staging"]]);
    const gone = { ...securecart, policies: [], exemptions: [] };
    expect(diffTo(gone, exempt(policy)).changes.map(({ what }) => what)).toContain(
      "the exemption from scp-content is gone with it",
    );
  });

  it("that lasts longer opens, one that ends sooner or is gone closes", () => {
    const longer = exempt({ ...devops, expiresOn: "2027-06-30" });
    expect(diffTo(longer, exempt(devops)).opens).toMatchObject([{ before: "2027-01-31" }]);
    expect(diffTo(exempt(devops), longer).closes).toMatchObject([{ before: "2027-06-30" }]);
    expect(diffTo(exempt(), exempt(devops)).closes).toMatchObject([{ exemption: devops }]);
  });

  it("with another reason is told, and neither opens nor closes", () => {
    const { opens, closes, changes } = diffTo(
      exempt({ ...devops, reason: "forgotten" }),
      exempt(devops),
    );
    expect([opens, closes]).toEqual([[], []]);
    expect(changes[0]?.what).toContain("reason vendor trial -> forgotten");
  });

  it("follows its subject through a renaming", () => {
    const renamed = withAccount(exempt({ ...devops, key: "tools" }), "devops", (account) => ({
      ...account,
      name: "tools",
    }));
    const { opens, closes, changes } = diffTo(renamed, exempt(devops));
    expect([opens, closes]).toEqual([[], []]);
    expect(changes).toEqual([
      { subject: "account", name: "tools", what: "was renamed: it was devops" },
    ]);
  });
});

describe("leaving a policy alone", () => {
  it("opens, and no longer doing so closes", () => {
    const next = { ...securecart, leaveAlone: ["p-controltower"] };
    expect(diffTo(next).opens).toMatchObject([{ kind: "leave-alone", policyId: "p-controltower" }]);
    expect(diffTo(securecart, next).closes).toMatchObject([{ policyId: "p-controltower" }]);
  });
});

describe("the structure", () => {
  it("of a new account is told with what it inherits, and not compared", () => {
    const audit = { name: "audit", id: "100000000011", unit: "Root/Sandbox", policies: [] };
    const { opens, closes, changes } = diffTo({
      ...securecart,
      accounts: [...securecart.accounts, audit],
    });
    expect([opens, closes]).toEqual([[], []]);
    expect(changes).toMatchObject([{ subject: "account", name: "audit" }]);
    expect(changes[0]?.what).toMatch(/^is new in Root\/Sandbox, and inherits .*deny-root-user/);
  });

  it("without an account says that it is gone", () => {
    const accounts = securecart.accounts.filter(({ name }) => name !== "playground");
    expect(diffTo({ ...securecart, accounts }).changes).toEqual([
      {
        subject: "account",
        name: "playground",
        what: "is gone: what is attached to it is no longer watched",
      },
    ]);
  });

  it("with a renamed unit keeps its accounts where they are", () => {
    const renamed = withUnit(securecart, "Root/Sandbox", (unit) => ({
      ...unit,
      path: "Root/Play",
    }));
    const next: Baseline = {
      ...withAccount(renamed, "playground", (account) => ({ ...account, unit: "Root/Play" })),
      modes: {
        ...securecart.modes,
        units: { ...securecart.modes.units, "Root/Play": { "scp-attachment": "alert" } },
      },
    };
    expect(diffTo(next)).toEqual({
      opens: [],
      closes: [],
      undecided: [],
      changes: [{ subject: "unit", name: "Root/Play", what: "was renamed: it was Root/Sandbox" }],
    });
  });

  it("with another management account puts that one beyond all policies", () => {
    const next = {
      ...securecart,
      organization: { ...securecart.organization, management: "100000000007" },
    };
    const { opens, closes, changes } = diffTo(next);
    expect(opens).toMatchObject([{ kind: "management", accounts: [{ name: "dev" }] }]);
    expect(closes).toMatchObject([
      { kind: "management", accounts: [{ name: "management" }] },
      // All member accounts: that is no longer one.
      { kind: "assignment", permissionSet: "AdministratorAccess", accounts: [{ name: "dev" }] },
    ]);
    expect(changes).toMatchObject([{ subject: "organization", name: "management" }]);
  });

  it("of whom alerts are told is told", () => {
    const slack = { secret: "holdfast/slack", channel: "C0123456789" };
    const told = { ...securecart, notifications: { slack } };
    const { notifications: _, ...silent } = securecart;
    const elsewhere = { ...told, notifications: { slack: { ...slack, channel: "C0000000000" } } };
    const what = (next: Baseline, old: Baseline) =>
      diffTo(next, old).changes.map((one) => one.what);
    expect(what(told, told)).toEqual([]);
    expect(what(told, silent)).toEqual(["is new: alerts go to C0123456789"]);
    expect(what(silent, told)).toEqual(["is gone: C0123456789 is told nothing any more"]);
    expect(what(elsewhere, told)).toEqual(["has another channel: C0123456789 -> C0000000000"]);
  });

  it("of break-glass access is told", () => {
    const breakGlass = {
      principals: ["user/break-glass/olivia"],
      accounts: ["dev"],
      permissionSets: ["EmergencyAccess"],
    };
    const next = { ...securecart, breakGlass };
    const { breakGlass: _, ...old } = securecart;
    expect(diffTo(next, old).changes.map(({ name, what }) => `${name} ${what}`)).toEqual([
      "user/break-glass/olivia is a break-glass principal now",
      "dev is a break-glass account now",
      "EmergencyAccess is a permission set for emergencies now",
    ]);
    const gone = diffTo(old, next).changes.map(({ what }) => what);
    expect(gone[0]).toContain("policies may lock it out");
    expect(gone[2]).toContain("its use is not told");
  });
});

describe("a review", () => {
  const review = {
    guardrail: "scp-attachment",
    key: "devops",
    finding: "odd",
    since: "2026-11-25",
  };
  const reviewing = (...items: ReviewItem[]): Baseline => ({ ...securecart, review: items });

  it("that is new opens, one that is decided closes, and a second finding is nothing new", () => {
    const { opens } = diffTo(reviewing(review));
    expect(opens.map(names)).toEqual([["devops"]]);
    expect(opens).toMatchObject([{ kind: "review", review }]);
    expect(diffTo(securecart, reviewing(review)).closes).toMatchObject([{ review }]);
    const more = reviewing(review, { ...review, finding: "odder" });
    expect(diffTo(more, reviewing(review))).toMatchObject({ opens: [], closes: [] });
  });

  it("of something that is neither unit nor account concerns none in particular", () => {
    const { opens } = diffTo(reviewing({ ...review, key: "delegation policy" }));
    expect(opens.map(names)).toEqual([[]]);
  });
});
