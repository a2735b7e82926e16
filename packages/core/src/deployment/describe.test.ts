import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import type { Baseline, Mode } from "../baseline/model.ts";
import { defineGuardrail } from "../define-guardrail.ts";
import type { Declared } from "../guardrail.ts";
import { CONTROLS } from "../reconcile/controls.ts";
import { toy } from "../testing/toy.ts";
import { defineTripwire } from "../tripwire.ts";
import { describeDeployment } from "./describe.ts";
import type { Deployment } from "./model.ts";

const baseline = withMode("revert");
const declared: Declared[] = [
  { action: "organizations:ListPolicies", resources: () => ["*"] },
  { action: "organizations:DescribePolicy", resources: () => ["arn:b", "arn:a", "arn:a"] },
  { action: "organizations:ListTargetsForPolicy", resources: () => ["arn:a", "arn:b"] },
];
const written: Declared[] = [
  {
    action: "organizations:AttachPolicy",
    resources: ({ organization }) => [`arn:of:${organization.management}`],
    further: () => [
      {
        actions: ["organizations:DescribeOrganization"],
        resources: ["arn:of:what-it-depends-on"],
      },
    ],
  },
];

const rich = defineGuardrail({
  ...toy,
  id: "rich",
  watches: [
    { pattern: { source: ["aws.organizations"], detail: { eventName: ["X"] } }, keys: () => [] },
  ],
  reads: declared,
  writes: written,
  desired: () => ({ keys: [], of: () => null }),
  async *survey() {},
  observe: async () => ({ kind: "absent" }),
  diff: () => [],
  plan: () => [],
});
const elsewhere = { ...rich, id: "elsewhere", domain: "accounts" as const, writes: [] };

const describeAll = (stage = "test", from = baseline): Deployment =>
  describeDeployment(from, { guardrails: [rich, elsewhere], tripwires: [] }, stage);

function withMode(mode: Mode): Baseline {
  const loaded = load();
  return { ...loaded, modes: { ...loaded.modes, guardrails: { rich: mode } } };
}

const statementsOf = ({ functions }: Deployment, domain: string) =>
  functions.find(({ name }) => name.endsWith(domain))?.role.statements ?? [];

describe("the deployment description", () => {
  it("is the same text for the same input", () => {
    expect(JSON.stringify(describeAll())).toBe(JSON.stringify(describeAll()));
  });

  it("does not depend on the order of guardrails, but for rules that are joined", () => {
    const reversed = describeDeployment(
      baseline,
      { guardrails: [elsewhere, rich], tripwires: [] },
      "test",
    );
    expect(reversed).toEqual(describeAll());
  });

  it("is plain JSON", () => {
    const description = describeAll();
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });

  it("gives everything a fixed name that begins with the stage", () => {
    const { bus, table, topic, queues, functions, rules, forwarder, alarms, undelivered } =
      describeAll("blue");
    const names = [
      ...[bus, table, topic, ...queues, ...functions, ...rules, ...alarms].map(({ name }) => name),
      ...functions.map(({ role }) => role.name),
      forwarder.role,
      undelivered,
    ];
    expect(names.filter((name) => !name.startsWith("holdfast-blue-"))).toEqual([]);
    for (const list of [queues, functions, rules, alarms]) {
      expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
    }
    expect({ bus, table, topic, forwarder, undelivered }).toEqual({
      bus: { name: "holdfast-blue-hub" },
      table: { name: "holdfast-blue-incidents" },
      topic: { name: "holdfast-blue-alerts" },
      forwarder: { role: "holdfast-blue-forward", path: "/holdfast/" },
      undelivered: "holdfast-blue-undelivered",
    });
  });

  it("names nothing longer than AWS allows: 64 characters", () => {
    const { rules, functions, queues } = describeAll("production");
    const long = [...rules, ...functions, ...queues].filter(({ name }) => name.length > 64);
    expect(long).toEqual([]);
  });

  it("carries the hash of its baseline and where it belongs", () => {
    const { baselineHash, account, organization, region } = describeAll();
    expect({ baselineHash, account, organization, region }).toEqual({
      baselineHash: baseline.hash,
      account: "100000000001",
      organization: "o-abcdefghij",
      region: "us-east-1",
    });
  });

  it("gives every queue that feeds a function dead letters, and six of its time-outs", () => {
    const { functions, queues } = describeAll();
    expect(functions).toHaveLength(3);
    for (const { timeout, source } of functions) {
      if (!("queue" in source)) throw new Error("an enforcer is fed by a queue");
      const queue = queues.find(({ name }) => name === source.queue);
      expect(queue?.visibilityTimeout).toBe(6 * timeout);
      expect(queue?.maxReceiveCount).toBeGreaterThan(0);
      const dead = queues.find(({ name }) => name === queue?.deadLetterQueue);
      // What waits for a person must not be gone before what waits for a function.
      expect(dead?.retention).toBeGreaterThan(queue?.retention ?? Infinity);
      expect(dead?.deadLetterQueue).toBeUndefined();
    }
  });

  it("raises an alarm for every queue of dead letters and every function", () => {
    const { queues, functions, alarms, undelivered } = describeAll();
    const watched = alarms.flatMap(({ dimensions }) => Object.values(dimensions));
    const dead = queues.flatMap(({ deadLetterQueue }) => deadLetterQueue ?? []);
    const needed = [...dead, undelivered, ...functions.map(({ name }) => name)];
    expect(needed.filter((name) => !watched.includes(name))).toEqual([]);
  });

  it("lets every rule lead to something that is there, in at most one hop", () => {
    const { rules, queues, bus } = describeAll();
    const names = queues.map(({ name }) => name);
    for (const { bus: from, target } of rules) {
      if (from === "default") expect(target).toEqual({ bus: bus.name });
      else expect(names).toContain((target as { queue: string }).queue);
    }
    // Of each domain one, and the scan's, which hears of accounts that join.
    const fromHub = [bus.name, bus.name, bus.name];
    expect(rules.map(({ bus: from }) => from).sort()).toEqual(["default", ...fromHub]);
  });

  it("tells the scan of accounts that join where something in accounts is guarded", () => {
    const arrivals = ({ rules }: Deployment) =>
      rules.filter(({ name }) => name === "holdfast-test-arrivals").map(({ target }) => target);
    expect(arrivals(describeAll())).toEqual([{ queue: "holdfast-test-scan" }]);
    const alone = { guardrails: [rich], tripwires: [] };
    expect(arrivals(describeDeployment(baseline, alone, "test"))).toEqual([]);
  });
});

describe("a tripwire", () => {
  const watch = {
    pattern: { source: ["aws.bell"], detail: { eventName: ["Ring"] } },
    failed: "include" as const,
    keys: () => [],
  };
  const bell = defineTripwire({
    id: "bell",
    severity: "HIGH",
    title: "Nobody rings",
    why: "It is a toy.",
    docs: "none",
    tactic: "Discovery",
    watches: ({ organization }) => (organization.hubRegion === "us-east-1" ? [watch] : []),
    subject: toy.subject,
    meaning: () => undefined,
  });
  const describeWith = (hubRegion: string) => {
    const organization = { ...baseline.organization, hubRegion };
    return describeDeployment(
      { ...baseline, organization },
      { guardrails: [rich], tripwires: [bell] },
      "test",
    );
  };

  it("has rules for what it watches under this baseline, and none if that is nothing", () => {
    const patterns = (region: string) =>
      describeWith(region).rules.filter(({ pattern }) => pattern.source?.toString() === "aws.bell");
    expect(patterns("us-east-1").map(({ bus, target }) => [bus, target])).toEqual([
      ["default", { bus: "holdfast-test-hub" }],
      ["holdfast-test-hub", { queue: "holdfast-test-tripwires" }],
    ]);
    expect(patterns("eu-west-1")).toEqual([]);
    expect(describeWith("eu-west-1").functions.map(({ name }) => name)).toEqual([
      "holdfast-test-enforce-organization",
      "holdfast-test-drift-scan",
    ]);
  });

  it("has a function that may tell, and neither read nor write what it watches", () => {
    const sids = statementsOf(describeWith("us-east-1"), "tripwires").map(({ Sid }) => Sid);
    expect(sids).toEqual([
      "IncidentTable",
      "OwnPartitions",
      "OwnQueue",
      "Alerts",
      "Findings",
      "Logs",
    ]);
    const alarms = describeWith("us-east-1").alarms.map(({ name }) => name);
    expect(alarms.filter((name) => name.includes("revert-failed"))).toEqual([
      "holdfast-test-organization-revert-failed",
    ]);
  });
});

describe("a function", () => {
  const bell = defineTripwire({
    id: "bell",
    severity: "HIGH",
    title: "Nobody rings",
    why: "It is a toy.",
    docs: "none",
    tactic: "Discovery",
    watches: () => rich.watches,
    subject: toy.subject,
    meaning: () => undefined,
  });
  const { functions } = describeDeployment(
    baseline,
    { guardrails: [rich, elsewhere], tripwires: [bell] },
    "test",
  );
  const statements = functions.flatMap(({ name, role }) =>
    role.statements.map((statement) => ({ name, ...statement })),
  );
  const writes = statements.filter(({ Action }) => Action.includes("dynamodb:PutItem"));
  const partitionsOf = (end: string) =>
    writes
      .filter(({ name }) => name.endsWith(end))
      .flatMap(({ Condition }) => Object.values(Condition ?? {}))
      .flatMap((keys) => keys["dynamodb:LeadingKeys"] ?? ["everything"]);

  it("writes of the table what is its own: leases, incidents, lists and outbox of its domain", () => {
    expect(partitionsOf("enforce-organization")).toEqual([
      "ledger",
      "open#rich",
      "outbox#organization",
      "removals",
      "rich/*",
    ]);
    expect(partitionsOf("enforce-tripwires")).toEqual(["bell/*", "open#bell", "outbox#tripwires"]);
    expect(partitionsOf("drift-scan")).toEqual(["scan", "scan#*"]);
  });

  it("can't begin a pause or lift a hold", () => {
    expect(writes.map(({ name }) => name)).toHaveLength(functions.length);
    for (const { Condition } of writes) {
      const patterns = Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? ["*"];
      const matching = patterns.filter((pattern) =>
        new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(CONTROLS),
      );
      expect(matching).toEqual([]);
    }
    const actions = statements.flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) => /^dynamodb:(Batch|Delete|Part|Transact|Upd)/.test(action)),
    ).toEqual([]);
  });
});

describe("an enforcer's role", () => {
  const own = (domain: string) => statementsOf(describeAll(), domain);

  it("may do every declared call, what that depends on, and no other of that service", () => {
    const actions = own("organization").flatMap(({ Action }) => Action);
    const organizations = actions.filter((action) => action.startsWith("organizations:"));
    const wanted = [...declared, ...written].flatMap(({ action, further }) => [
      action,
      ...(further?.(baseline) ?? []).flatMap((one) => one.actions),
    ]);
    expect(organizations.toSorted()).toEqual(wanted.toSorted());
  });

  it("may write only in the domain that declares writes", () => {
    const actions = own("accounts").flatMap(({ Action }) => Action);
    expect(actions).not.toContain("organizations:AttachPolicy");
  });

  it.each<Mode>(["off", "alert"])("may write nothing where no mode goes beyond %s", (mode) => {
    const statements = statementsOf(describeAll("test", withMode(mode)), "organization");
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).not.toContain("organizations:AttachPolicy");
    expect(actions).toContain("organizations:ListPolicies");
  });

  it("may do it only on the declared resources; actions that share them share a statement", () => {
    expect(own("organization").filter(({ Sid }) => /^(Read|Write)/.test(Sid))).toEqual([
      { Sid: "Read1", Effect: "Allow", Action: ["organizations:ListPolicies"], Resource: ["*"] },
      {
        Sid: "Read2",
        Effect: "Allow",
        Action: ["organizations:DescribePolicy", "organizations:ListTargetsForPolicy"],
        Resource: ["arn:a", "arn:b"],
      },
      {
        Sid: "Write1",
        Effect: "Allow",
        Action: ["organizations:AttachPolicy"],
        Resource: ["arn:of:100000000001"],
      },
      {
        Sid: "Write2",
        Effect: "Allow",
        Action: ["organizations:DescribeOrganization"],
        Resource: ["arn:of:what-it-depends-on"],
      },
    ]);
  });

  it("has neither wildcard actions nor, but where a call knows no other, wildcard resources", () => {
    for (const { Action, Resource } of own("organization")) {
      expect(Action.filter((action) => action.includes("*"))).toEqual([]);
      if (Resource.includes("*")) expect(Action).toEqual(["organizations:ListPolicies"]);
      else expect(Resource.every((arn) => arn.startsWith("arn:"))).toBe(true);
    }
  });

  it("has statement ids that are unique", () => {
    const sids = own("organization").map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });
});
