import { existsSync, readFileSync } from "node:fs";
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  InviteAccountToOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type OrganizationsClient,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { withCenter } from "../identity-center/center.fixture.ts";
import {
  MANAGEMENT,
  NO_IAM,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";
import { contentOf } from "../organizations/policies.fixture.ts";
import { sessionIdentity } from "../stories/recorded.ts";
import { envelopeOf } from "./envelope.ts";
import type { RecordJson } from "./record.ts";

const events = new URL("../../../../../shared/events/", import.meta.url);
const present = existsSync(events);
if (!present) console.warn("recorded CloudTrail events are absent: shapes are not compared");

function setup() {
  const lab = testLab();
  return { lab, client: organizationsOf(lab), last: () => lab.records().at(-1) ?? {} };
}

/** Every path of members, without values; `[]` for the elements of a list. */
function shapeOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shapeOf(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => shapeOf(member, `${path}.${key}`));
}

function recorded(file: string): RecordJson {
  return JSON.parse(readFileSync(new URL(file, events), "utf8"));
}

describe.skipIf(!present)("compared with recorded ones, records", () => {
  it("have the shape of an UpdatePolicy, envelope included", async () => {
    const { client, last } = setup();
    const input = {
      PolicyId: NO_IAM,
      Name: "n",
      Description: "d",
      Content: contentOf("SERVICE_CONTROL_POLICY"),
    };
    await client.send(new UpdatePolicyCommand(input));
    const real = shapeOf(recorded("organizations/UpdatePolicy--1--envelope.json"));
    // Version 1.08 had no TLS details yet.
    const ours = shapeOf(envelopeOf(last(), "id")).filter((path) => !path.includes(".tlsDetails"));
    expect(ours.sort()).toEqual(real.sort());
  });

  it("have the parameters of a MoveAccount", async () => {
    const { client, last } = setup();
    const move = { AccountId: PLAYGROUND, SourceParentId: SANDBOX, DestinationParentId: WORKLOADS };
    await client.send(new MoveAccountCommand(move));
    const { detail } = recorded("organizations/MoveAccount--1--envelope.json");
    const real = detail as RecordJson;
    expect(shapeOf(last().requestParameters).sort()).toEqual(
      shapeOf(real.requestParameters).sort(),
    );
    expect(last().responseElements).toEqual(real.responseElements);
  });

  it("have the answer of a CreateOrganizationalUnit", async () => {
    const { client, last } = setup();
    await client.send(new CreateOrganizationalUnitCommand({ ParentId: ROOT, Name: "New" }));
    const real = recorded("organizations/CreateOrganizationalUnit--1.json");
    for (const member of ["requestParameters", "responseElements"]) {
      // A unit's path came to the API after 2017.
      const ours = shapeOf(last()[member]).filter((path) => !path.endsWith(".path"));
      expect(ours.sort()).toEqual(shapeOf(real[member]).sort());
    }
  });

  type Act = (client: OrganizationsClient) => Promise<unknown>;
  const Target = { Type: "ACCOUNT", Id: "300000000007" } as const;
  it.each<[string, Act]>([
    [
      "CreateAccount--1",
      (client) => client.send(new CreateAccountCommand({ Email: "a@b.example", AccountName: "a" })),
    ],
    [
      "CloseAccount--1",
      (client) => client.send(new CloseAccountCommand({ AccountId: PLAYGROUND })),
    ],
    [
      "InviteAccountToOrganization--1",
      (client) =>
        client.send(new InviteAccountToOrganizationCommand({ Target, Notes: "Join us." })),
    ],
  ])("have parameters and answer of %s", async (name, act) => {
    const { client, last } = setup();
    await act(client);
    const real = recorded(`organizations/${name}.json`);
    for (const member of ["requestParameters", "responseElements"]) {
      expect(shapeOf(last()[member]).sort()).toEqual(shapeOf(real[member]).sort());
    }
  });

  it("have parameters and answer of a CreateUser in the console", () => {
    const lab = testLab({ baseline: withCenter });
    lab.console(sessionIdentity(MANAGEMENT, "Admin", "mallory")).createUser("eve");
    const ours = lab.records().at(-1) ?? {};
    const real = recorded("sso-directory/CreateUser--1.json");
    for (const member of ["eventSource", "requestParameters", "responseElements"]) {
      expect(shapeOf(ours[member]).sort()).toEqual(shapeOf(real[member]).sort());
    }
    const empty = { givenName: {}, familyName: {} };
    const attributes = { displayName: {}, name: { complexValue: empty } };
    for (const { requestParameters } of [ours, real]) {
      expect(requestParameters).toMatchObject({ userAttributes: attributes });
    }
  });

  it("have the shape of a denied call", async () => {
    const { lab, last } = setup();
    await refusal(organizationsOf(lab, PRODUCTION).send(new ListRootsCommand({})));
    const real = recorded("organizations/LeaveOrganization--3.json");
    const paths = shapeOf(real).filter(
      (path) => !path.startsWith(".userIdentity.sessionContext.web"),
    );
    expect(shapeOf(last()).sort()).toEqual(paths.sort());
  });
});
