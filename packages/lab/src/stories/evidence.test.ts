import {
  CreatePolicyCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeAccountCommand,
  DisablePolicyTypeCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListDelegatedServicesForAccountCommand,
  ListRootsCommand,
  MoveAccountCommand,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  MANAGEMENT,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  SANDBOX,
  START,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";
import { gather, readsOf } from "./evidence.ts";
import { timeline } from "./timeline.ts";
import { millisToVerified } from "./verdict.ts";

const SECOND = 1_000;
const GUARDDUTY = "guardduty.amazonaws.com";
const SCP = "SERVICE_CONTROL_POLICY";

/** A lab with an attacker, and somebody who acts under a role of Holdfast's. */
function setup() {
  const lab = testLab();
  const before = lab.organization();
  const role = { account: MANAGEMENT, name: "Enforcer", path: "/holdfast/", trust: [MANAGEMENT] };
  const { arn } = lab.identity.addRole(role);
  const session = { roleArn: arn, sessionName: "Enforcer" };
  const { accessKeyId } = lab.identity.assumeRole(MANAGEMENT, session);
  const pass = (ms: number) => lab.clock.drain(lab.clock.now() + ms);
  return {
    lab,
    pass,
    attacker: organizationsOf(lab),
    enforcer: organizationsOf(lab, accessKeyId),
    evidence: () => gather(lab, before, lab.clock.now()),
  };
}

const move = (SourceParentId: string, DestinationParentId: string) =>
  new MoveAccountCommand({ AccountId: PLAYGROUND, SourceParentId, DestinationParentId });

describe("evidence", () => {
  it("tells what others did from what the enforcer put back", async () => {
    const { attacker, enforcer, pass, evidence } = setup();
    await attacker.send(move(SANDBOX, WORKLOADS));
    await pass(2 * SECOND);
    await enforcer.send(move(WORKLOADS, SANDBOX));
    const { attacked, after, before, drift, writes } = evidence();
    expect(attacked.accounts[PLAYGROUND]?.parent).toBe(WORKLOADS);
    expect(after).toEqual(before);
    expect(drift).toMatchObject([{ key: PLAYGROUND, path: "parent" }]);
    expect(writes).toMatchObject([
      { action: "organizations:MoveAccount", object: PLAYGROUND, at: START + 2 * SECOND },
    ]);
  });

  it("puts what happens in the background down to whoever asked for it", async () => {
    const { attacker, enforcer, pass, evidence } = setup();
    const type = { RootId: ROOT, PolicyType: SCP } as const;
    await attacker.send(new DisablePolicyTypeCommand(type));
    await pass(10 * SECOND);
    expect(evidence().attacked.policyTypes).not.toHaveProperty(SCP);
    await enforcer.send(new EnablePolicyTypeCommand(type));
    await pass(10 * SECOND);
    const { attacked, after } = evidence();
    expect(after.policyTypes[SCP]).toBe("ENABLED");
    expect(attacked.policyTypes).not.toHaveProperty(SCP);
  });

  it("knows the object that a call made, and reads by what they name", async () => {
    const { lab, attacker, enforcer, evidence } = setup();
    const Content =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
    const input = { Name: "made", Description: "", Type: SCP, Content } as const;
    const { Policy } = await attacker.send(new CreatePolicyCommand(input));
    expect(lab.calls().at(-1)?.object).toBe(Policy?.PolicySummary?.Id);
    await enforcer.send(new DescribeAccountCommand({ AccountId: PRODUCTION }));
    await enforcer.send(new ListAccountsCommand({}));
    await attacker.send(new DescribeAccountCommand({ AccountId: PRODUCTION }));
    expect(readsOf(evidence(), PRODUCTION)).toHaveLength(1);
  });
});

describe("the time until a revert is verified", () => {
  it("runs from the attack on the object to the read that shows it", async () => {
    const { attacker, enforcer, pass, evidence } = setup();
    await attacker.send(move(SANDBOX, WORKLOADS));
    await pass(2 * SECOND);
    await attacker.send(new ListRootsCommand({}));
    await enforcer.send(move(WORKLOADS, SANDBOX));
    expect(millisToVerified(evidence())).toBe(0);
    await enforcer.send(new DescribeAccountCommand({ AccountId: PRODUCTION }));
    expect(millisToVerified(evidence())).toBe(0);
    await pass(3 * SECOND);
    await enforcer.send(new ListAccountsCommand({}));
    expect(millisToVerified(evidence())).toBe(5 * SECOND);
  });

  it("ends with the answer that there is nothing any more", async () => {
    const { attacker, enforcer, pass, evidence } = setup();
    const asked = { AccountId: PLAYGROUND, ServicePrincipal: GUARDDUTY };
    const services = new ListDelegatedServicesForAccountCommand({ AccountId: PLAYGROUND });
    await attacker.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: GUARDDUTY }));
    await attacker.send(new RegisterDelegatedAdministratorCommand(asked));
    await pass(2 * SECOND);
    await enforcer.send(new DeregisterDelegatedAdministratorCommand(asked));
    await expect(enforcer.send(services)).rejects.toThrow();
    expect(millisToVerified(evidence())).toBe(2 * SECOND);
    const texts = timeline(evidence(), START, new Map()).map(({ text }) => text);
    expect(texts).toContain("reads again what playground administers: there is nothing");
  });
});

describe("the timeline", () => {
  it("tells of accounts, background work and sign-ins", async () => {
    const { lab, attacker, enforcer, pass, evidence } = setup();
    lab.signIn({ account: MANAGEMENT, kind: "root", outcome: "success" });
    lab.recorded({
      userIdentity: {
        type: "IAMUser",
        accountId: PRODUCTION,
        arn: `arn:aws:iam::${PRODUCTION}:user/eve`,
      },
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
    });
    await attacker.send(move(SANDBOX, WORKLOADS));
    await pass(2 * SECOND);
    await enforcer.send(new DescribeAccountCommand({ AccountId: PLAYGROUND }));
    await enforcer.send(move(WORKLOADS, SANDBOX));
    await enforcer.send(new DescribeAccountCommand({ AccountId: PLAYGROUND }));
    const places = new Map([
      [SANDBOX, "Root/Sandbox"],
      [WORKLOADS, "Root/Workloads"],
    ]);
    const lines = timeline(evidence(), START, places);
    expect(lines.map(({ at, who, text }) => `${at} ${who} ${text}`)).toEqual([
      "0 attacker admin@securecart.example moves playground from Root/Sandbox to Root/Workloads",
      "0 attacker root of management signs in to the console of management",
      "0 attacker eve calls CreateUser in production",
      "2000 holdfast reads the account playground",
      "2000 holdfast moves playground from Root/Workloads to Root/Sandbox",
      "2000 holdfast reads again the account playground",
    ]);
  });
});
