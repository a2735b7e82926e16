/** Cases by number: the same seed and number give the same case. */

import type { Random } from "@holdfast/core";
import { createRandomSource } from "@holdfast/lab";
import type { Level, NamedPolicy, PolicySet } from "@holdfast/policy";
import { chance, pick, several } from "./draw.ts";
import { drawContext, keysFor } from "./keys.ts";
import { OTHER, OWN, PRINCIPALS } from "./principals.ts";
import type { Case } from "./question.ts";
import { drawDocument, type Kind, type Scene } from "./statements.ts";
import { TARGETS, type Target } from "./targets.ts";

const FULL: NamedPolicy = {
  name: "FullAWSAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};
/** Attached everywhere, and can't be detached. */
export const RCP_FULL: NamedPolicy = {
  name: "RCPFullAWSAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  },
};

const CONTROL: Kind = { denies: 0.75, principal: "none" };
const IDENTITY: Kind = { denies: 0.2, principal: "none", brokenArns: true };
const SESSION: Kind = { denies: 0.1, principal: "none" };
const RESOURCE_CONTROL: Kind = {
  denies: 1,
  principal: "everybody",
  without: ["NotAction", "NotPrincipal", "Version"],
};
const RESOURCE: Kind = { denies: 0.3, principal: "anybody" };
const TRUST: Kind = { ...RESOURCE, without: ["Resource", "NotPrincipal"] };

export function caseOf(seed: number, number: number): Case {
  const random = createRandomSource(seed)(String(number));
  const target = pick(random, TARGETS);
  const principal = pick(random, PRINCIPALS);
  // A resource without a policy of its own is open to no other account: nothing to decide.
  const foreign = target.own !== "none" && chance(random, 0.3);
  const resourceAccount = foreign ? OTHER : OWN;
  const keys = keysFor(target, principal);
  const request = {
    action: target.action,
    resource: target.resource(resourceAccount),
    resourceAccount,
    principal,
    context: drawContext(random, keys, principal),
  };
  return { request, policies: drawPolicies(random, { request, keys }, target) };
}

function drawPolicies(random: Random, scene: Scene, target: Target): PolicySet {
  const { principal } = scene.request;
  const draw = (name: string, kind: Kind): NamedPolicy => ({
    name,
    document: drawDocument(random, scene, kind),
  });
  const isRoot = principal.arn.endsWith(":root");
  const isEntity = !isRoot && principal.service === undefined;
  return {
    ...(chance(random, 0.7) && {
      serviceControl: drawLevels(random, 0.92, FULL, () => draw("guard", CONTROL)),
      ...(chance(random, 0.05) && { managementAccount: true }),
    }),
    ...(chance(random, 0.4) && {
      resourceControl: drawLevels(random, 1, RCP_FULL, () => draw("guard", RESOURCE_CONTROL)),
      ...(chance(random, 0.05) && { managementResource: true }),
    }),
    identity: [
      // The root user needs no policy.
      ...(isRoot || chance(random, 0.4) ? [FULL] : []),
      ...(isEntity ? several(random, 0, 2, () => draw("own", IDENTITY)) : []),
    ],
    ...(isEntity &&
      chance(random, 0.25) && {
        boundary: [...(chance(random, 0.3) ? [FULL] : []), draw("boundary", IDENTITY)],
      }),
    ...(isEntity &&
      principal.session !== undefined &&
      chance(random, 0.4) && { session: [draw("session", SESSION)] }),
    ...ownPolicy(random, target, draw),
  };
}

/** One to four levels, most of which allow everything, and some of which have a policy to guard it. */
function drawLevels(
  random: Random,
  open: number,
  full: NamedPolicy,
  guard: () => NamedPolicy,
): Level[] {
  const guarded = several(random, 1, 4, () => chance(random, 0.35));
  return guarded.map((isGuarded, index) => ({
    name: `level ${index + 1}`,
    policies: [...(chance(random, open) ? [full] : []), ...(isGuarded ? [guard()] : [])],
  }));
}

/** The resource's own policy, which a key always has. */
function ownPolicy(
  random: Random,
  { own }: Target,
  draw: (name: string, kind: Kind) => NamedPolicy,
): Partial<PolicySet> {
  const missing = { none: 1, resource: 0.3, trust: 0.1, key: 0 };
  if (chance(random, missing[own])) return {};
  return { [own]: draw(own, own === "trust" ? TRUST : RESOURCE) };
}
