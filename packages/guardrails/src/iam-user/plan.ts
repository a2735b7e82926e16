/** How a user is contained: everything is made unusable and kept as evidence, in the order of AWS's own advice. */
import type { ResourceKey, Step, StepPlace } from "@holdfast/core";
import { iamOf } from "../accounts/places.ts";
import { active, EMERGENCY_KEY } from "./diff.ts";
import type { Live } from "./live.ts";
import { QUARANTINE } from "./quarantine.ts";
import type { Want } from "./want.ts";

export type Writes =
  | "iam:AttachUserPolicy"
  | "iam:DeleteLoginProfile"
  | "iam:DetachUserPolicy"
  | "iam:UpdateAccessKey"
  | "iam:UpdateServiceSpecificCredential"
  | "iam:UpdateSigningCertificate"
  | "iam:UpdateSSHPublicKey";

/** Managed policies of one user (IAM quotas). Where AWS allows an account more, a slot is made needlessly. */
const MOST_ATTACHED = 10;

/** AWS attaches it to users whose key it found in public, and says not to remove it. */
const AWS_QUARANTINE = /:policy\/AWSCompromisedKeyQuarantine/;

const INACTIVE = "Inactive" as const;

export function plan(
  key: ResourceKey,
  want: Want,
  live: Live | undefined,
): readonly Step<Writes>[] {
  if (live === undefined) return [];
  const at = { ...iamOf(key.account), resources: [live.arn] };
  if (want.emergency.includes(live.arn)) return emergencySteps(want, live, at);
  return want.allowed.includes(live.arn) ? [] : containment(live, at);
}

/**
 * Each step takes access away, so mode `restrict` runs them all. Each counts as a removal: a baseline that
 * lost its list of users must not stop everybody who works with one.
 */
function containment(live: Live, at: StepPlace): readonly Step<Writes>[] {
  const UserName = live.name;
  const common = { effect: "restrict", removes: true, at } as const;
  const credentials: readonly Step<Writes>[] = [
    ...active(live.accessKeys).map(({ id }) => deactivation(UserName, id, at)),
    ...(live.password
      ? [
          {
            action: "iam:DeleteLoginProfile" as const,
            input: { UserName },
            reason: `take the password of ${UserName} away`,
            ...common,
          },
        ]
      : []),
    ...active(live.serviceCredentials).map(
      ({ id, service }): Step<Writes> => ({
        action: "iam:UpdateServiceSpecificCredential",
        input: { UserName, ServiceSpecificCredentialId: id, Status: INACTIVE },
        reason: `make the credential ${id} of ${service} inactive`,
        ...common,
      }),
    ),
    ...active(live.certificates).map(
      ({ id }): Step<Writes> => ({
        action: "iam:UpdateSigningCertificate",
        input: { UserName, CertificateId: id, Status: INACTIVE },
        reason: `make the signing certificate ${id} inactive`,
        ...common,
      }),
    ),
    ...active(live.sshKeys).map(
      ({ id }): Step<Writes> => ({
        action: "iam:UpdateSSHPublicKey",
        input: { UserName, SSHPublicKeyId: id, Status: INACTIVE },
        reason: `make the SSH key ${id} inactive`,
        ...common,
      }),
    ),
  ];
  return [...credentials, ...quarantine(live, at, credentials.length)];
}

function deactivation(UserName: string, id: string, at: StepPlace): Step<"iam:UpdateAccessKey"> {
  return {
    action: "iam:UpdateAccessKey",
    input: { UserName, AccessKeyId: id, Status: INACTIVE },
    reason: `make the access key ${id} of ${UserName} inactive`,
    effect: "restrict",
    removes: true,
    at,
  };
}

/**
 * Denies the user everything, whatever else it has: sessions that its keys have begun, too. Where the
 * quota is full one policy goes first; which it was stays in the alert.
 *
 * @param index of the first of these steps in the plan
 */
function quarantine(live: Live, at: StepPlace, index: number): readonly Step<Writes>[] {
  if (live.policies.includes(QUARANTINE)) return [];
  const common = { effect: "restrict", removes: true, at } as const;
  const spared =
    live.policies.length < MOST_ATTACHED
      ? undefined
      : live.policies.findLast((arn) => !AWS_QUARANTINE.test(arn));
  const attach: Step<Writes> = {
    action: "iam:AttachUserPolicy",
    input: { UserName: live.name, PolicyArn: QUARANTINE },
    reason: `deny ${live.name} everything`,
    ...common,
    ...(spared !== undefined && { requires: [index] }),
  };
  if (spared === undefined) return [attach];
  const detach: Step<Writes> = {
    action: "iam:DetachUserPolicy",
    input: { UserName: live.name, PolicyArn: spared },
    reason: `detach ${spared} from ${live.name}, which has no room for a policy that denies`,
    ...common,
  };
  return [detach, attach];
}

/** Nothing, as long as nobody has declared how long a key may last. */
function emergencySteps(
  { keyTolerance }: Want,
  live: Live,
  at: StepPlace,
): readonly Step<Writes>[] {
  if (keyTolerance === undefined) return [];
  return active(live.accessKeys).map(({ id }) => ({
    ...deactivation(live.name, id, at),
    aspect: EMERGENCY_KEY,
    undoes: `accessKeys.${id}`,
  }));
}
