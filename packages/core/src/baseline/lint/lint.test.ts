import { describe, expect, it } from "vitest";
import type { Guardrail } from "../../guardrail.ts";
import type { Files } from "../fixture.ts";
import { appended, check, findings, policy, SOUND, working } from "./fixture.ts";

const deny = (sid: string, rest: object) => ({ Sid: sid, Effect: "Deny", Resource: "*", ...rest });
const spare = (...arns: readonly string[]) => ({
  Condition: { ArnNotLike: { "aws:PrincipalArn": arns } },
});

describe("a sound baseline", () => {
  it("has nothing to complain about", () => {
    expect(findings(SOUND)).toEqual([]);
  });
});

describe("scp-on-account", () => {
  const onAccount = {
    ...SOUND,
    "holdfast.yaml": (SOUND["holdfast.yaml"] ?? "").replace(
      'dev: "100000000002"',
      'dev: { id: "100000000002", policies: [work] }',
    ),
  };

  it("is told where the account lists its policies", () => {
    expect(findings(onAccount)).toContain(
      "warning scp-on-account holdfast.yaml:8:40 work is attached to the account dev",
    );
  });

  it("becomes a note, with the reason, once it is accepted", () => {
    const accepted = "accepted: [{ rule: scp-on-account, key: dev, reason: only one }]\n";
    expect(findings(appended(accepted, onAccount))).toContain(
      "note scp-on-account holdfast.yaml:8:40 work is attached to the account dev; accepted: only one",
    );
  });
});

describe("scp-on-account for the management account", () => {
  it("says that it has no effect, nor has a policy that is nowhere else", () => {
    const payer = '  payer: { id: "100000000001", policies: [work] }\n  dev:';
    const yaml = (SOUND["holdfast.yaml"] ?? "")
      .replace(", policies: [work] }\n", " }\n")
      .replace("  dev:", payer);
    const found = findings({ ...SOUND, "holdfast.yaml": yaml });
    expect(found).toContain(
      "warning scp-on-account holdfast.yaml:8:42 control policies have no effect on the management account",
    );
    expect(found.filter((one) => one.includes("policy-without-effect"))).toHaveLength(1);
  });
});

describe("rollout-untrusted", () => {
  const trusting = (...services: readonly string[]) =>
    appended(
      `organizationTrust:\n  delegatedAdministrators: {}\n  trustedServices: [${services.join(", ")}]\n`,
    );

  it("is told where the trusted services are listed, if StackSets are not among them", () => {
    expect(findings(trusting("sso.amazonaws.com"))).toEqual([
      expect.stringMatching(/^error rollout-untrusted holdfast.yaml:15:\d+ member\.org\.stacksets/),
    ]);
  });

  it("is not told where they are, or where nothing is declared", () => {
    const services = ["member.org.stacksets.cloudformation.amazonaws.com", "sso.amazonaws.com"];
    expect(findings(trusting(...services))).toEqual([]);
  });
});

describe("open-review", () => {
  const review = (key: string, rest = "") =>
    appended(
      `review:\n  - { guardrail: scp-attachment, key: ${key}, finding: looks odd, since: 2026-11-20${rest} }\n`,
    );
  const guardrail = {
    id: "scp-attachment",
    keys: () => [{ resource: "dev" }],
    subject: ({ resource }: { resource: string }) => ({ name: resource }),
  } as unknown as Guardrail;
  const reviews = (files: Files) =>
    findings(files, [guardrail]).filter((one) => one.includes("open-review"));

  it("tells of what is not decided on", () => {
    expect(reviews(review("dev"))).toEqual([
      "warning open-review holdfast.yaml:14:5 dev: looks odd",
    ]);
  });

  it("says so if the guardrail guards no such thing: the entry would protect nothing", () => {
    expect(reviews(review("dve"))).toEqual([
      'warning open-review holdfast.yaml:14:39 scp-attachment guards nothing called "dve"',
    ]);
  });

  it("is silent once there is a decision", () => {
    expect(reviews(review("dev", ", decision: it is meant so"))).toEqual([]);
  });
});

describe("unused-acceptance", () => {
  it("tells of an entry that fits no warning", () => {
    const files = appended("accepted: [{ rule: scp-on-account, key: dev, reason: was so once }]\n");
    expect(findings(files)).toEqual([
      "warning unused-acceptance holdfast.yaml:13:12 there is no scp-on-account about dev",
    ]);
  });

  it("does not let an error be accepted", () => {
    const files = appended(
      "accepted: [{ rule: holdfast-locked-out, key: work/Bus, reason: so be it }]\n",
      working(deny("Bus", { Action: "events:PutEvents" })),
    );
    expect(findings(files)).toEqual([
      "warning unused-acceptance holdfast.yaml:13:12 holdfast-locked-out is an error, which can't be accepted",
      expect.stringMatching(/^error holdfast-locked-out policies\/work\.json:4:5 /),
    ]);
  });
});

describe("exemption-expired and exemption-too-long", () => {
  const until = (expiresOn: string) =>
    findings(
      appended(`exemptions:
  - guardrail: toy
    key: dev
    reason: trial
    owner: team
    expiresOn: ${expiresOn}
`),
    );

  it.each([
    [
      "2026-11-23",
      "warning exemption-expired holdfast.yaml:18:16 2026-11-23 was its last day: it is enforced again",
    ],
    [
      "2027-11-26",
      "warning exemption-too-long holdfast.yaml:18:16 2027-11-26 is more than a year away",
    ],
  ])("tells of one until %s", (day, complaint) => {
    expect(until(day)).toEqual([complaint]);
  });

  it.each(["2026-11-24", "2027-11-25"])("says nothing of one until %s", (day) => {
    expect(until(day)).toEqual([]);
  });
});

describe("policy-without-effect", () => {
  const lock = (SOUND["holdfast.lock.json"] ?? "").replace(
    '"guard":',
    '"spare": "p-00000003", "guard":',
  );
  const spare = {
    ...SOUND,
    "holdfast.lock.json": lock,
    "policies/spare.json": policy(deny("S", { Action: "s3:DeleteBucket" })),
  };

  it("tells of a policy that is attached to nothing", () => {
    expect(findings(appended("policies: { spare: {} }\n", spare))).toEqual([
      "warning policy-without-effect holdfast.yaml:13:13 spare is attached to nothing",
    ]);
  });

  it("tells of one that is attached where no member account is", () => {
    const units = {
      ...spare,
      "holdfast.lock.json": lock.replace(
        '"Root/Work":',
        '"Root/Empty": "ou-ab12-00000009", "Root/Work":',
      ),
    };
    expect(findings(appended("  Root/Empty: { policies: [spare] }\n", units))).toEqual([
      "warning policy-without-effect holdfast.yaml:13:27 spare reaches no account: Root/Empty holds no member account",
    ]);
  });
});

describe("unknown-action", () => {
  it.each([
    [
      "guardduty:DeleteDetektor",
      "guardduty:DeleteDetektor is no action that is known today",
      'did you mean "DeleteDetector"?',
    ],
    ["gardduty:*", "no AWS service has the prefix gardduty", 'did you mean "guardduty"?'],
    ["iam:Destroy*", "iam:Destroy* is no action that is known today", undefined],
  ])("tells of %s at the action itself", (action, message, hint) => {
    const files = working(deny("Typo", { Action: ["s3:DeleteBucket", action] }));
    const [found, ...others] = check(files).problems.filter(
      ({ rule }) => rule === "unknown-action",
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      severity: "warning",
      file: "policies/work.json",
      line: 4,
      message,
    });
    expect(found?.path).toBe("Statement.0.Action.1");
    expect(found?.hint).toBe(hint);
  });

  it.each(["*", "s3:*", "S3:deletebucket", "iam:*Role*"])("takes %s", (action) => {
    const rules = check(
      working(deny("Fine", { Action: action, ...spare("arn:aws:iam::*:role/holdfast/*") })),
    ).problems.map(({ rule }) => rule);
    // A deny of everything makes the root's policy redundant, which is another rule's to tell.
    expect(rules.filter((rule) => rule !== "redundant-statement")).toEqual([]);
  });
});

describe("exempt-name-unprotected", () => {
  const sparing = (...arns: readonly string[]) =>
    findings(working(deny("Spares", { Action: "s3:DeleteBucket", ...spare(...arns) })));

  it("tells of a role that an administrator could make, at its name", () => {
    expect(sparing("arn:aws:iam::*:role/holdfast/*", "arn:aws:iam::*:role/Ops")).toEqual([
      expect.stringMatching(
        /^error exempt-name-unprotected policies\/work\.json:4:\d+ arn:aws:iam::\*:role\/Ops is spared, but an administrator of dev \(and of 1 more\) may call iam:CreateRole for such a name$/,
      ),
    ]);
  });

  it("tells of a name once, however often it is spared", () => {
    const spared = { Action: "s3:DeleteBucket", ...spare("arn:aws:iam::*:role/Ops") };
    const files = working(
      deny("One", spared),
      deny("Two", { ...spared, Action: "s3:DeleteObject" }),
      deny("Make", { Action: "iam:CreateRole", ...spare("arn:aws:iam::*:role/Ops") }),
    );
    expect(findings(files)).toEqual([
      expect.stringContaining(
        "role/Ops is spared, here and in 2 more, but an administrator of dev (and of 1 more) may call iam:UpdateAssumeRolePolicy",
      ),
    ]);
  });

  it("tells of one that can be made in the one account it is about", () => {
    expect(sparing("arn:aws:iam::100000000003:role/Ops")).toEqual([
      expect.stringContaining("but an administrator of prod may call iam:CreateRole"),
    ]);
  });

  it("tells of one whose name is reserved only in part", () => {
    expect(sparing("arn:aws:iam::*:role/holdfast*")).toEqual([
      expect.stringContaining("role/holdfast* is spared"),
    ]);
  });

  it("tells of a user whose keys an administrator could make", () => {
    expect(sparing("arn:aws:iam::*:user/emergency")).toEqual([
      expect.stringContaining("may call iam:CreateUser"),
    ]);
  });

  it("knows exemptions by other operators and the same key in other letters", () => {
    const condition = { StringNotLikeIfExists: { "AWS:principalarn": "*:role/Ops" } };
    const files = working(deny("Spares", { Action: "s3:DeleteBucket", Condition: condition }));
    expect(findings(files)).toEqual([expect.stringContaining("*:role/Ops is spared")]);
  });

  it.each([
    ["a name that a policy reserves", "arn:aws:iam::*:role/holdfast/*"],
    [
      "the roles of Identity Center, which only AWS makes",
      "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*",
    ],
    ["a role of an account that the policy does not reach", "arn:aws:iam::999999999999:role/Ops"],
    ["the root user, whom nobody makes", "arn:aws:iam::*:root"],
  ])("says nothing of %s", (_what, arn) => {
    expect(sparing(arn)).toEqual([]);
  });
});

describe("break-glass-locked-out", () => {
  const breakGlass = "breakGlass: { principals: [user/emergency/eve], accounts: [prod] }\n";

  it("tells of the statement in the way, where it is attached, and of what it stops", () => {
    const files = appended(breakGlass, working(deny("NoIam", { Action: "iam:*" })));
    expect(findings(files).filter((line) => line.includes("break-glass"))).toEqual([
      "error break-glass-locked-out policies/work.json:4:5 NoIam, attached to Root/Work, stops user/emergency/eve in prod from iam:GetAccountAuthorizationDetails (and 5 more)",
    ]);
  });

  it("says nothing of a deny that takes none of it", () => {
    expect(findings(appended(breakGlass))).toEqual([]);
  });

  it("is checked in every account if none is named, but never in the management account", () => {
    const files = appended(
      "breakGlass: { principals: [user/emergency/eve] }\n",
      working(deny("NoTrail", { Action: "cloudtrail:*" })),
    );
    const found = findings(files).filter((line) => line.includes("break-glass"));
    expect(found).toEqual([expect.stringContaining("in dev (and 1 more)")]);
  });
});

describe("unreachable-statement and redundant-statement", () => {
  it("tells of conditions that can't hold together", () => {
    const Condition = {
      StringEquals: { "aws:PrincipalAccount": "100000000002" },
      StringNotEquals: { "aws:PrincipalAccount": "100000000002" },
    };
    const files = working(deny("Never", { Action: "s3:DeleteBucket", Condition }));
    expect(findings(files)).toEqual([
      "warning unreachable-statement policies/work.json:4:5 Never is about no request at all",
    ]);
  });

  it("tells of a statement that the root's policy has said already", () => {
    const again = JSON.parse(SOUND["policies/guard.json"] ?? "").Statement[0];
    const files = working(deny("Trail", { Action: "cloudtrail:StopLogging" }), {
      ...again,
      Sid: "Again",
      Action: "iam:CreateRole",
    });
    expect(findings(files)).toEqual([
      "warning redundant-statement policies/work.json:5:5 Again changes nothing: without it every request would be decided alike",
    ]);
  });

  it("tells of an Allow, which FullAWSAccess has given already", () => {
    const files = working({ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" });
    expect(findings(files)).toEqual([
      expect.stringContaining("warning redundant-statement policies/work.json:4:5 All changes"),
    ]);
  });

  it("says nothing of a statement that matters in one of the places it is attached to", () => {
    const files = {
      ...SOUND,
      "holdfast.yaml": (SOUND["holdfast.yaml"] ?? "")
        .replace("accounts: [dev, prod]", "accounts: [dev]")
        .concat("  Root/Live: { accounts: [prod], policies: [work, more] }\n"),
      "holdfast.lock.json": (SOUND["holdfast.lock.json"] ?? "")
        .replace('"Root/Work":', '"Root/Live": "ou-ab12-00000009", "Root/Work":')
        .replace('"guard":', '"more": "p-00000003", "guard":'),
      "policies/more.json": policy(deny("More", { Action: "cloudtrail:*" })),
    };
    expect(findings(files)).toEqual([]);
  });
});
