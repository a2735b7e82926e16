/** A policy type is disabled in an organization of hundreds of places: everything comes back. */
import { DisablePolicyTypeCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { createAttacker } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { enforcing, openTestLab, type TestLab } from "../support/lab.ts";
import { largeOrganization } from "../support/large.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const MINUTE = 60_000;
const TIMEOUT = 300_000;

/** Reads a second that two functions ask for: their share of AWS's five. */
const READS_PER_SECOND = 4;
/** Reads of one place: the drift, the proof that it is gone, and two re-checks. */
const READS_PER_PLACE = 4;
/** From the call to the first attachment: event, AWS's own time for both switches, the looks between. */
const LEAD = MINUTE;

function open(units: number, accounts: number) {
  const { baseline, deployment } = largeOrganization(units, accounts);
  const { lab, scene } = openTestLab({ baseline, deployment }, enforcing(baseline));
  lab.trouble.awsRates(true);
  const client = new OrganizationsClient({
    ...scene.connection,
    region: "us-east-1",
    credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
    maxAttempts: 1,
  });
  const places = [...baseline.units, ...baseline.accounts].filter(
    ({ policies }) => policies.length > 0,
  );
  const disable = () =>
    client.send(new DisablePolicyTypeCommand({ RootId: scene.places.Root, PolicyType: SCP }));
  return { lab, scene, places: places.length, disable };
}

/** When the last policy was attached again; throws if there were none. Epoch milliseconds. */
function lastAttached(lab: TestLab["lab"]): number {
  const attached = lab
    .writes()
    .filter(({ action, outcome }) => action.endsWith(":AttachPolicy") && outcome === "ok");
  const last = attached.at(-1);
  if (last === undefined) throw new Error("nothing was attached");
  return last.at;
}

describe("after a policy type was disabled", () => {
  it(
    "300 places have their policies back as fast as AWS's rates allow, and it is told once",
    async () => {
      const { lab, places, disable } = open(20, 280);
      try {
        expect(places).toBeGreaterThan(300);
        const before = lab.organization();
        const startedAt = lab.clock.now();
        await disable();
        await lab.clock.drain(startedAt + 30 * MINUTE);

        expect(lab.organization()).toEqual(before);
        const allowed = LEAD + ((places * READS_PER_PLACE) / READS_PER_SECOND) * 1000;
        expect(lastAttached(lab) - startedAt).toBeLessThan(allowed);
        const [alert, ...more] = lab.published();
        expect(more).toEqual([]);
        expect(alert?.message).toContain("admin@securecart.example");
        expect(alert?.message).toContain(`${SCP} is disabled`);
        // One for the type, and one for each place that had a policy of it.
        expect(lab.findings().length).toBeGreaterThan(300);
        expect(lab.findings().filter(({ RecordState }) => RecordState !== "ARCHIVED")).toEqual([]);
        expect(lab.invocations().filter(({ error }) => error !== undefined)).toEqual([]);
      } finally {
        await lab.close();
      }
    },
    TIMEOUT,
  );

  it(
    "functions that are killed and events that are lost delay it, and lose nothing",
    async () => {
      const { lab, scene, disable } = open(5, 100);
      try {
        const before = lab.organization();
        await disable();
        await lab.clock.drain(lab.clock.now() + 5_000);
        lab.trouble.events({ lose: 1 });
        const killed = () =>
          lab.invocations().filter(({ error }) => error?.includes("killed")).length;
        const deaths = ["EnablePolicyType", "AttachPolicy", "AttachPolicy"];
        for (const [index, call] of deaths.entries()) {
          lab.trouble.freeze(scene.enforcerRole, `organizations:${call}`);
          for (let waited = 0; killed() === index && waited < 10 * MINUTE; waited += 5_000) {
            await lab.clock.drain(lab.clock.now() + 5_000);
          }
        }
        expect(killed()).toBe(deaths.length);
        expect(lab.organization().attachments).not.toEqual(before.attachments);

        await lab.clock.drain(lab.clock.now() + 60 * MINUTE);
        expect(lab.organization()).toEqual(before);
        expect(lab.findings().filter(({ RecordState }) => RecordState !== "ARCHIVED")).toEqual([]);
      } finally {
        await lab.close();
      }
    },
    TIMEOUT,
  );

  it("it is found by a look at any place that lost its policies, if its own event was lost", async () => {
    const { lab, scene, disable } = open(5, 20);
    try {
      const before = lab.organization();
      const restore = lab.trouble.events({ lose: 1 });
      await disable();
      await lab.clock.drain(lab.clock.now() + 10 * MINUTE);
      expect(lab.organization().attachments).not.toEqual(before.attachments);
      restore();
      // Of a policy that nobody declared the event does not say which type it is of.
      const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
      const attacker = createAttacker(scene.management, scene.connection);
      const rogue = await attacker.create("rogue", statement, "RESOURCE_CONTROL_POLICY");
      await attacker.attach(rogue, scene.places["Root/Security"] ?? "");
      await lab.clock.drain(lab.clock.now() + 20 * MINUTE);
      const { attachments, policyTypes } = lab.organization();
      expect({ attachments, policyTypes }).toEqual({
        attachments: before.attachments,
        policyTypes: before.policyTypes,
      });
    } finally {
      await lab.close();
    }
  });
});
