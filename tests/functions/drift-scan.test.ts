/** The drift scan on the in-process lab, beside the enforcers: what no event tells is seen all the same. */
import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import type { ScanReport } from "@holdfast/core/scan";
import type { Lab } from "@holdfast/lab";
import { createAttacker } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { openTestLab, type TestLab } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const QUEUE = "holdfast-lab-scan";
const ROLE = "holdfast-lab-drift-scan";
const STRAY = "deny-root-user";
/** Nobody declared these on the places below, where whatever is undeclared is taken away. */
const STRAYS = [STRAY, "no-production-access"];
const PLACES = [
  ...["Root/Security", "Root/Workloads", "security", "log-archive"],
  ...["dev", "staging", "production"],
];

interface Ground extends TestLab {
  readonly attacker: ReturnType<typeof createAttacker>;
  id(place: string): string;
  policy(name: string): string;
  /** Asks for a scan, as the schedule does, and lets everything that it leads to come to its end. */
  scan(scope?: object): Promise<ScanReport>;
  attached(place: string): readonly string[];
}

async function onGround(act: (ground: Ground) => Promise<void>): Promise<void> {
  const { lab, scene } = openTestLab({});
  const id = (place: string) => scene.places[place] ?? place;
  const ground: Ground = {
    lab,
    scene,
    attacker: createAttacker(scene.management, scene.connection),
    id,
    policy: (name) => scene.policies[name] ?? name,
    async scan(scope) {
      lab.send(QUEUE, { holdfast: "scan", ...(scope && { scope }) } as never);
      await lab.clock.drain(lab.clock.now() + 30 * 60_000);
      return latest(lab);
    },
    attached: (place) => lab.organization().attachments[id(place)] ?? [],
  };
  try {
    await act(ground);
  } finally {
    await lab.close();
  }
}

function latest(lab: Lab): ScanReport {
  const found = lab.reports().find(({ key }) => key === "latest.json");
  if (found === undefined) throw new Error(`no report; ${lab.logs().at(-1)?.text ?? ""}`);
  return JSON.parse(new TextDecoder().decode(found.body));
}

const digests = (lab: Lab) =>
  lab.published().filter(({ subject }) => subject?.startsWith("[Holdfast] Scan"));
const ofScan = (lab: Lab) => lab.calls().filter(({ role }) => role?.endsWith(`/${ROLE}`));
const ofObserver = (lab: Lab) =>
  lab.calls().filter(({ role, principal }) => {
    return role?.endsWith("-observe") && principal.endsWith(`/${ROLE}`);
  });
const titles = (lab: Lab, state: string) =>
  lab
    .findings()
    .filter(({ RecordState }) => RecordState === state)
    .map(({ Title }) => Title);

describe("the drift scan", () => {
  it("finds nothing in an organization at its baseline, and tells nobody", () =>
    onGround(async ({ lab, scan }) => {
      const { complete, entries, summary, stage } = await scan();
      expect([complete, entries]).toEqual([true, []]);
      expect(summary.inSync).toBeGreaterThan(20);
      expect(stage).toEqual({ kind: "read", name: "lab" });
      expect(lab.published()).toEqual([]);
      expect(lab.findings()).toEqual([]);
    }));

  it("keeps its report for programs and for people, by its name and as the latest", () =>
    onGround(async ({ lab, scan }) => {
      const { id } = await scan();
      expect(lab.reports().map(({ key, contentType }) => [key, contentType])).toEqual([
        ["latest.html", "text/html; charset=utf-8"],
        ["latest.json", "application/json"],
        [`scans/2026/11/23/${id}.html`, "text/html; charset=utf-8"],
        [`scans/2026/11/23/${id}.json`, "application/json"],
      ]);
      const [page] = lab.reports();
      expect(new TextDecoder().decode(page?.body)).toContain("<!doctype html>");
    }));

  it("has what a lost event would have told put right, and one message about it", () =>
    onGround(async ({ lab, attacker, scan, id, policy, attached }) => {
      lab.trouble.events({ lose: 1 });
      await attacker.detach(policy("developers-no-iam"), id("Root/Workloads"));
      const report = await scan();
      expect(report.entries).toMatchObject([{ status: "DRIFTED", steps: [{ runs: true }] }]);
      expect(attached("Root/Workloads")).toContain(policy("developers-no-iam"));
      expect(digests(lab).map(({ subject }) => subject)).toEqual(["[Holdfast] Scan: 1 drifted"]);
      const [digest] = digests(lab);
      expect(digest?.message).toContain("developers-no-iam");
      expect(JSON.parse(digest?.byProtocol.lambda ?? "")).toMatchObject({
        version: 1,
        kind: "scan",
        scan: report.id,
        complete: true,
      });
      expect(titles(lab, "ARCHIVED")).toHaveLength(1);
      expect(titles(lab, "ACTIVE")).toEqual([]);
    }));

  it("changes nothing itself but its own state", () =>
    onGround(async ({ lab, attacker, scan, id, policy }) => {
      lab.trouble.events({ lose: 1 });
      await attacker.detach(policy("developers-no-iam"), id("Root/Workloads"));
      await scan();
      const written = ofScan(lab).filter(({ readOnly }) => !readOnly);
      expect([...new Set(written.map(({ action }) => action))].toSorted()).toEqual([
        "dynamodb:PutItem",
        "s3:PutObject",
        "sns:Publish",
        "sqs:SendMessage",
      ]);
      expect(ofScan(lab).filter(({ outcome }) => outcome === "AccessDeniedException")).toEqual([]);
    }));

  it("says what it could not read, and takes none of it for clean", () =>
    onGround(async ({ lab, attacker, scan, id, policy, attached }) => {
      lab.trouble.events({ lose: 1 });
      await attacker.detach(policy("developers-no-iam"), id("Root/Workloads"));
      lab.trouble.deny("organizations:ListTargetsForPolicy", ROLE);
      const report = await scan();
      expect(report.complete).toBe(false);
      expect(report.sections).toContainEqual(
        expect.objectContaining({
          guardrail: "scp-attachment",
          state: "NOT_CHECKED",
          reason: expect.objectContaining({ code: "DENIED" }),
        }),
      );
      const [digest] = digests(lab);
      expect(digest?.subject).toContain("1 not checked");
      expect(digest?.message).toContain("It is incomplete");
      expect(attached("Root/Workloads")).not.toContain(policy("developers-no-iam"));
    }));

  it("has ten undeclared attachments taken away in an hour; people are asked about the rest", () =>
    onGround(async ({ lab, attacker, scan, id, policy, attached }) => {
      const heal = lab.trouble.events({ lose: 1 });
      for (const place of PLACES) {
        for (const stray of STRAYS) await attacker.attach(policy(stray), id(place));
      }
      const left = () => PLACES.flatMap((place) => attached(place).filter(isStray));
      const isStray = (one: string) => STRAYS.map(policy).includes(one);
      await scan();
      expect(left()).toHaveLength(2 * PLACES.length - 10);
      const asked = lab.published().filter(({ message }) => message.includes("cap:"));
      expect(asked).toHaveLength(2);

      // What an event explains is never capped, even while the hour's removals are used up.
      heal();
      await attacker.attach(policy("developers-no-iam"), id("Root/Security"));
      await lab.clock.drain(lab.clock.now() + 60_000);
      expect(attached("Root/Security")).not.toContain(policy("developers-no-iam"));
      expect(attached("Root/Security").filter(isStray)).toEqual([]);
    }));

  it("has an incident closed that somebody ended without an event", () =>
    onGround(async ({ lab, attacker, scan, id, policy }) => {
      await attacker.attach(policy(STRAY), id("Root/Sandbox"));
      await lab.clock.drain(lab.clock.now() + 20 * 60_000);
      expect(titles(lab, "ACTIVE")).toHaveLength(1);
      lab.trouble.events({ lose: 1 });
      await attacker.detach(policy(STRAY), id("Root/Sandbox"));
      await scan();
      expect(titles(lab, "ACTIVE")).toEqual([]);
      expect(titles(lab, "ARCHIVED")).toHaveLength(1);
    }));

  it("scans an account once, some time after it has joined, and nothing else", () =>
    onGround(async ({ lab, attacker }) => {
      const account = { AccountName: "new", Email: "new@securecart.example" };
      await attacker.organizations.send(new CreateAccountCommand(account));
      await lab.clock.drain(lab.clock.now() + 10 * 60_000);
      expect(lab.reports()).toEqual([]);
      await lab.clock.drain(lab.clock.now() + 10 * 60_000);
      const { accounts } = lab.organization();
      const id = Object.values(accounts).find(({ name }) => name === "new")?.id;
      const { scope, complete } = latest(lab);
      const guardrails = ["cross-account-role", "iam-user", "security-services"];
      expect(scope).toEqual({ accounts: [id], guardrails });
      expect(complete).toBe(true);
      expect(lab.reports().filter(({ key }) => key.endsWith(`.json`)).length).toBe(2);
      const inMembers = ofObserver(lab).map(({ principal }) => principal.split(":")[4]);
      expect(new Set(inMembers)).toEqual(new Set([id]));
    }));

  it("refreshes the finding of drift that stands, and alerts nobody again", () =>
    onGround(async ({ lab, attacker, scan, id, policy }) => {
      await attacker.attach(policy(STRAY), id("Root/Sandbox"));
      await lab.clock.drain(lab.clock.now() + 20 * 60_000);
      const updated = () => lab.findings().map(({ UpdatedAt }) => UpdatedAt);
      const [before] = updated();
      const alerts = lab.published().length;
      const { entries } = await scan();
      expect(entries).toMatchObject([{ incident: expect.stringMatching(/^inc-/), mode: "alert" }]);
      const [after] = updated();
      expect(Date.parse(String(after))).toBeGreaterThan(Date.parse(String(before)));
      expect(lab.published().length - alerts).toBe(digests(lab).length);
    }));

  it("only reports in mode off", () =>
    onGround(async ({ lab, attacker, scan, id, policy, attached }) => {
      lab.trouble.events({ lose: 1 });
      await attacker.detach(policy("developers-no-iam"), id("Root/Workloads"));
      const { entries, scope } = await scan({ mode: "off" });
      expect([entries.length, scope]).toEqual([1, { mode: "off" }]);
      expect(attached("Root/Workloads")).not.toContain(policy("developers-no-iam"));
      expect(lab.findings()).toEqual([]);
    }));

  it("sends what it can't read as a request to the dead letters, and scans nothing", () =>
    onGround(async ({ lab }) => {
      lab.send(QUEUE, { holdfast: "scan", scope: { guardrial: ["scp-attachment"] } } as never);
      await lab.clock.drain(lab.clock.now() + 12 * 3_600_000);
      expect(lab.reports()).toEqual([]);
      expect(lab.sqs.receive("holdfast-lab-scan-dead", 10)).toHaveLength(1);
    }));
});

describe("the description of the drift scan", () => {
  it("gives it every read of every guardrail, and no write to what they guard", () => {
    const scan = deployment.functions.find(({ name }) => name === ROLE);
    const actions = scan?.role.statements.flatMap(({ Action }) => Action) ?? [];
    expect(actions).toContain("organizations:ListTargetsForPolicy");
    expect(actions.filter((action) => /^organizations:(?!List|Describe)/.test(action))).toEqual([]);
    expect(baseline.organization.management).toBe(deployment.account);
  });
});
