import {
  CloseAccountCommand,
  DeleteResourcePolicyCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeResourcePolicyCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  PutResourcePolicyCommand,
  RegisterDelegatedAdministratorCommand,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  MANAGEMENT,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  refusal,
  START,
  testLab,
} from "../lab.fixture.ts";

const GUARDDUTY = "guardduty.amazonaws.com";
const CONFIG = "config.amazonaws.com";

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const enable = (ServicePrincipal: string) =>
    client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
  const disable = (ServicePrincipal: string) =>
    client.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
  const register = (AccountId: string, ServicePrincipal: string) =>
    client.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
  const deregister = (AccountId: string, ServicePrincipal: string) =>
    client.send(new DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
  const put = (content: unknown) =>
    client.send(new PutResourcePolicyCommand({ Content: JSON.stringify(content) }));
  return { lab, client, enable, disable, register, deregister, put };
}

describe("access of services", () => {
  it("is enabled, listed with its date and disabled", async () => {
    const { lab, client, enable, disable } = setup();
    await enable(GUARDDUTY);
    await lab.clock.drain(START + 60_000);
    await enable(CONFIG);
    await enable(GUARDDUTY);
    const list = new ListAWSServiceAccessForOrganizationCommand({});
    expect((await client.send(list)).EnabledServicePrincipals).toEqual([
      { ServicePrincipal: GUARDDUTY, DateEnabled: new Date(START) },
      { ServicePrincipal: CONFIG, DateEnabled: new Date(START + 60_000) },
    ]);
    expect(lab.organization().trustedServices).toEqual([CONFIG, GUARDDUTY]);
    await disable(CONFIG);
    await disable(CONFIG);
    expect(lab.organization().trustedServices).toEqual([GUARDDUTY]);
  });

  it("is only for services", async () => {
    const { enable } = setup();
    expect(await refusal(enable("attacker.example"))).toBe(
      "InvalidInputException: UNRECOGNIZED_SERVICE_PRINCIPAL",
    );
  });
});

describe("delegated administrators", () => {
  it("are registered per service and listed by service and by account", async () => {
    const { lab, client, enable, register, deregister } = setup();
    for (const service of [GUARDDUTY, CONFIG]) await enable(service);
    await register(PRODUCTION, GUARDDUTY);
    await lab.clock.drain(START + 60_000);
    await register(PRODUCTION, CONFIG);
    await register(PLAYGROUND, CONFIG);
    const administrators = async (ServicePrincipal?: string) => {
      const input = { ...(ServicePrincipal !== undefined && { ServicePrincipal }) };
      const command = new ListDelegatedAdministratorsCommand(input);
      const { DelegatedAdministrators = [] } = await client.send(command);
      return DelegatedAdministrators.map(({ Id, DelegationEnabledDate: since }) => [
        Id,
        Number(since) - START,
      ]);
    };
    expect(await administrators()).toEqual([
      [PRODUCTION, 0],
      [PLAYGROUND, 60_000],
    ]);
    expect(await administrators(CONFIG)).toEqual([
      [PRODUCTION, 60_000],
      [PLAYGROUND, 60_000],
    ]);
    const services = new ListDelegatedServicesForAccountCommand({ AccountId: PRODUCTION });
    expect((await client.send(services)).DelegatedServices).toMatchObject([
      { ServicePrincipal: GUARDDUTY },
      { ServicePrincipal: CONFIG },
    ]);
    await deregister(PRODUCTION, GUARDDUTY);
    await deregister(PRODUCTION, CONFIG);
    expect(lab.organization().delegatedAdministrators).toEqual({ [PLAYGROUND]: [CONFIG] });
    expect(await refusal(client.send(services))).toBe("AccountNotRegisteredException");
  });

  it("are active members, of services that have access, once", async () => {
    const { client, enable, register, deregister } = setup();
    const constraint = "ConstraintViolationException";
    expect(await refusal(register(PRODUCTION, GUARDDUTY))).toBe(
      `${constraint}: SERVICE_ACCESS_NOT_ENABLED`,
    );
    await enable(GUARDDUTY);
    expect(await refusal(register(MANAGEMENT, GUARDDUTY))).toBe(
      `${constraint}: CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR`,
    );
    await client.send(new CloseAccountCommand({ AccountId: PLAYGROUND }));
    expect(await refusal(register(PLAYGROUND, GUARDDUTY))).toBe(
      `${constraint}: CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR`,
    );
    expect(await refusal(register("999999999999", GUARDDUTY))).toBe("AccountNotFoundException");
    await register(PRODUCTION, GUARDDUTY);
    expect(await refusal(register(PRODUCTION, GUARDDUTY))).toBe(
      "AccountAlreadyRegisteredException",
    );
    expect(await refusal(deregister(PRODUCTION, CONFIG))).toBe("AccountNotRegisteredException");
  });

  it("can't be removed from the organization", async () => {
    const { client, enable, register, deregister } = setup();
    await enable(GUARDDUTY);
    await register(PRODUCTION, GUARDDUTY);
    const remove = () =>
      client.send(new RemoveAccountFromOrganizationCommand({ AccountId: PRODUCTION }));
    expect(await refusal(remove())).toBe(
      "ConstraintViolationException: CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    );
    await deregister(PRODUCTION, GUARDDUTY);
    await remove();
  });
});

const statement = {
  Effect: "Allow",
  Principal: { AWS: PRODUCTION },
  Action: ["organizations:AttachPolicy", "organizations:List*"],
  Resource: "*",
};
const document = (change: object) => ({
  Version: "2012-10-17",
  Statement: [{ ...statement, ...change }],
});

describe("the resource policy", () => {
  it("is one: put, replaced under the same id, read back and deleted", async () => {
    const { lab, client, put } = setup();
    const first = await put(document({}));
    const second = await put(document({ Sid: "Second" }));
    const { Id, Arn } = second.ResourcePolicy?.ResourcePolicySummary ?? {};
    expect(Id).toBe(first.ResourcePolicy?.ResourcePolicySummary?.Id);
    expect(Arn).toBe(`arn:aws:organizations::${MANAGEMENT}:resourcepolicy/o-holdfast01/${Id}`);
    const text = JSON.stringify(document({ Sid: "Second" }));
    expect(lab.organization().resourcePolicy).toBe(text);
    const read = new DescribeResourcePolicyCommand({});
    expect((await client.send(read)).ResourcePolicy?.Content).toBe(text);
    await client.send(new DeleteResourcePolicyCommand({}));
    expect(lab.organization().resourcePolicy).toBeNull();
    const nothing = "ResourcePolicyNotFoundException";
    expect(await refusal(client.send(read))).toBe(nothing);
    expect(await refusal(client.send(new DeleteResourcePolicyCommand({})))).toBe(nothing);
  });

  it("is hidden in the record, both ways", async () => {
    const { lab, put } = setup();
    await put(document({}));
    expect(lab.records().at(-1)).toMatchObject({
      requestParameters: { content: "HIDDEN_DUE_TO_SECURITY_REASONS" },
      responseElements: {
        resourcePolicy: {
          resourcePolicySummary: { id: expect.stringMatching(/^rp-/) },
          content: "HIDDEN_DUE_TO_SECURITY_REASONS",
        },
      },
    });
  });

  it.each([
    [{ Action: undefined, NotAction: "organizations:MoveAccount" }, "UNSUPPORTED_ACTION"],
    [{ Action: "organizations:MoveAccount" }, "UNSUPPORTED_ACTION"],
    [{ Action: "iam:*" }, "UNSUPPORTED_ACTION"],
    [{ Resource: undefined, NotResource: "*" }, "UNSUPPORTED_RESOURCE"],
  ])("is refused with %j", async (change, reason) => {
    const { lab, put } = setup();
    expect(await refusal(put(document(change)))).toBe(
      `InvalidInputException: ${reason}_IN_RESOURCE_POLICY`,
    );
    expect(lab.organization().resourcePolicy).toBeNull();
  });

  it("is refused when it is too long, no policy, or for nobody", async () => {
    const { put } = setup();
    const long = document({ Sid: "x".repeat(40_000) });
    expect(await refusal(put(long))).toBe("InvalidInputException: MAX_LENGTH_EXCEEDED");
    expect(await refusal(put({ Statement: "none" }))).toBe(
      "InvalidInputException: INVALID_RESOURCE_POLICY_JSON",
    );
    expect(await refusal(put(document({ Principal: { Service: CONFIG } })))).toBe(
      "InvalidInputException: INVALID_PRINCIPAL",
    );
  });
});
