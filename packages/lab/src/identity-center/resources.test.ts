import { loadActionUniverse } from "@holdfast/policy/universe";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal, START } from "../lab.fixture.ts";
import { createOrganizationStore } from "../organizations/store.ts";
import { createRandomSource } from "../random.ts";
import { resourcesOf } from "../resources.ts";
import { seedOrganization } from "../seed.ts";
import type { Call } from "../service.ts";
import { createVirtualClock } from "../virtual-clock.ts";
import { loadModel } from "../wire/models.ts";
import {
  ADMIN,
  assignment,
  type CenterLab,
  centerLab,
  IdentityStoreId,
  InstanceArn,
  OMAR,
  set,
  VIEW,
  withCenter,
} from "./center.fixture.ts";
import { createIdentityCenter, type IdentityCenterServices } from "./index.ts";
import { createCenterTrouble } from "./trouble.ts";

/** Everything that the lab has of Identity Center, and of its identity store. */
function services(): Pick<IdentityCenterServices, "sso" | "identityStore"> {
  const clock = createVirtualClock(START);
  return createIdentityCenter({
    clock,
    store: createOrganizationStore(seedOrganization(withCenter, START), clock),
    random: createRandomSource(1),
    trouble: { ...createCenterTrouble(), readLag: () => 0, pageRandom: () => undefined },
    region: "us-east-1",
    forwarded: () => undefined,
    recorded() {},
  });
}

const NAMES = {
  InstanceArn,
  PermissionSetArn: VIEW,
  ResourceArn: VIEW,
  AccountId: PLAYGROUND,
  TargetId: PLAYGROUND,
};

/** `instance`, `permissionSet`, `account`… of an ARN or its pattern. */
const kindOf = (arn: string): string => /:([^:/]+)\/[^:]*$/.exec(arn)?.[1] ?? arn;

describe("the resources that a call of Identity Center is authorised on", () => {
  it("are of the kinds that IAM knows for it", async () => {
    const universe = await loadActionUniverse();
    const model = await loadModel("sso");
    const state = seedOrganization(withCenter, START);
    for (const operation of Object.keys(services().sso.operations)) {
      const members = Object.keys(model?.operations.get(operation)?.input.getMemberSchemas() ?? {});
      const input = Object.fromEntries(
        Object.entries(NAMES).filter(([member]) => members.includes(member)),
      );
      const call = { service: "sso", operation, input, principal: {} } as unknown as Call;
      const kinds = resourcesOf(call, state).map(kindOf).toSorted();
      const known = universe.resourcesOf(`sso:${operation}`).map(kindOf).toSorted();
      if (operation === "ListInstances") expect(kinds, operation).toEqual(["*"]);
      // Tags may be on other things as well.
      else if (members.includes("ResourceArn"))
        expect(known, operation).toEqual(expect.arrayContaining(kinds));
      else expect(kinds, operation).toEqual(known);
    }
  });

  it("are of the kinds that IAM knows for its identity store, all of them", async () => {
    const universe = await loadActionUniverse();
    const model = await loadModel("identitystore");
    const state = seedOrganization(withCenter, START);
    const [membership] = [...(state.identityCenter?.memberships.values() ?? [])];
    const names = {
      IdentityStoreId,
      GroupId: membership?.group,
      UserId: membership?.user,
      MemberId: { UserId: membership?.user },
      MembershipId: membership?.id,
    };
    for (const operation of Object.keys(services().identityStore.operations)) {
      const members = Object.keys(model?.operations.get(operation)?.input.getMemberSchemas() ?? {});
      const input = Object.fromEntries(
        Object.entries(names).filter(([member]) => members.includes(member)),
      );
      const call = { service: "identitystore", operation, input, principal: {} };
      const kinds = resourcesOf(call as unknown as Call, state)
        .map(kindOf)
        .toSorted();
      const known = universe.resourcesOf(`identitystore:${operation}`).map(kindOf).toSorted();
      expect(kinds, operation).toEqual(known);
    }
  });

  /** A client of a role in the management account that may do just this. */
  function narrow(
    { lab, sso }: CenterLab,
    Action: string,
    Resource: readonly string[],
    tag?: string,
  ) {
    const Condition = { StringEquals: { "aws:ResourceTag/team": tag ?? "" } };
    const statement = { Effect: "Allow" as const, Action, Resource };
    const statements = [tag === undefined ? statement : { ...statement, Condition }];
    const trust = [MANAGEMENT];
    const role = lab.identity.addRole({ account: MANAGEMENT, name: "Narrow", trust, statements });
    const session = { roleArn: role.arn, sessionName: "test" };
    return sso(lab.identity.assumeRole(MANAGEMENT, session).accessKeyId);
  }

  it("are instance, permission set and account of an assignment, each of them", async () => {
    const lab = centerLab();
    const account = `arn:aws:sso:::account/${PLAYGROUND}`;
    const client = narrow(lab, "sso:CreateAccountAssignment", [InstanceArn, VIEW, account]);
    const assign = (id: string, arn: string) =>
      refusal(client.createAccountAssignment(assignment(id, arn, OMAR)));
    expect(await assign(PLAYGROUND, VIEW)).toBe("nothing was refused");
    expect(await assign(PLAYGROUND, ADMIN)).toBe("AccessDeniedException");
    expect(await assign(PRODUCTION, VIEW)).toBe("AccessDeniedException");
    const partly = narrow(lab, "sso:CreateAccountAssignment", [VIEW, account]);
    const withoutInstance = partly.createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    expect(await refusal(withoutInstance)).toBe("AccessDeniedException");
  });

  it("are told apart by their tags", async () => {
    const lab = centerLab();
    await lab.sso().tagResource({ ResourceArn: VIEW, Tags: [{ Key: "team", Value: "blue" }] });
    const client = narrow(lab, "sso:TagResource", ["*"], "blue");
    const Tags = [{ Key: "more", Value: "" }];
    expect(await refusal(client.tagResource({ ResourceArn: VIEW, Tags }))).toBe(
      "nothing was refused",
    );
    expect(await refusal(client.tagResource({ ResourceArn: ADMIN, Tags }))).toBe(
      "AccessDeniedException",
    );
    const update = client.updatePermissionSet({ ...set(VIEW), Description: "mine" });
    expect(await refusal(update)).toBe("AccessDeniedException");
  });
});
