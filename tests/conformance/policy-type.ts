/** How policy types drift. */
import {
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  OrganizationsClient,
  type PolicyType,
  PolicyTypeNotEnabledException,
} from "@aws-sdk/client-organizations";
import * as fc from "fast-check";
import type { Ground } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

/** Longer than the lab takes to switch a type; twice that is shorter than an enforcer waits for it. */
const SETTLED = 6_000;

function clientOf({ scene }: Ground): OrganizationsClient {
  return new OrganizationsClient({
    ...scene.connection,
    region: "us-east-1",
    credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
    maxAttempts: 1,
  });
}

function unlessDisabled(error: unknown): void {
  if (error instanceof PolicyTypeNotEnabledException) return;
  throw error;
}

const rootOf = ({ scene }: Ground) => scene.places.Root;

export function disables(PolicyType: PolicyType): Attack {
  return {
    title: `disables ${PolicyType}`,
    async perform(ground) {
      const RootId = rootOf(ground);
      await clientOf(ground)
        .send(new DisablePolicyTypeCommand({ RootId, PolicyType }))
        .catch(unlessDisabled);
    },
  };
}

export function enables(PolicyType: PolicyType): Attack {
  return {
    title: `enables ${PolicyType}`,
    async perform(ground) {
      const RootId = rootOf(ground);
      await clientOf(ground).send(new EnablePolicyTypeCommand({ RootId, PolicyType }));
    },
  };
}

/** Waits until AWS has done what was asked of it. */
function done(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      const { clock } = ground.lab;
      for (const attack of attacks) {
        await attack.perform(ground);
        await clock.drain(clock.now() + SETTLED);
      }
    },
  };
}

const TYPES: readonly PolicyType[] = [
  "SERVICE_CONTROL_POLICY",
  "RESOURCE_CONTROL_POLICY",
  "AISERVICES_OPT_OUT_POLICY",
  // One that the baseline has no use for.
  "TAG_POLICY",
];

export const policyType: Scenarios = {
  drifts: [
    done(disables("SERVICE_CONTROL_POLICY")),
    done(disables("RESOURCE_CONTROL_POLICY")),
    done(disables("AISERVICES_OPT_OUT_POLICY")),
    done(disables("SERVICE_CONTROL_POLICY"), disables("RESOURCE_CONTROL_POLICY")),
  ],
  attacks: fc
    .tuple(fc.constantFrom(disables, enables), fc.constantFrom(...TYPES))
    .map(([act, type]) => act(type)),
};
