import { removes } from "@holdfast/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "./diff.ts";
import { baseline, DEV, EVE, HOUR, KEY, liveUser, OLIVIA, PRODUCTION } from "./fixture.ts";
import { keyOf } from "./keys.ts";
import type { Live } from "./live.ts";
import { plan } from "./plan.ts";
import { QUARANTINE } from "./quarantine.ts";
import { wanted } from "./want.ts";

const EVES = keyOf(baseline, DEV, "eve");
const OLIVIAS = keyOf(baseline, PRODUCTION, "olivia");
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const paths = (live: Live | undefined, key = EVES, by = baseline) =>
  diff(wanted(key, by), live).map(({ path }) => path);
const actions = (live: Live | undefined, key = EVES, by = baseline) =>
  plan(key, wanted(key, by), live).map(({ action }) => action);

const everything = liveUser({
  accessKeys: [
    { id: KEY, active: true },
    { id: "AKIAEXAMPLEKEY000002", active: false },
  ],
  password: true,
  serviceCredentials: [{ id: "ACCA1", active: true, service: "bedrock.amazonaws.com" }],
  certificates: [{ id: "CERT1", active: true }],
  sshKeys: [{ id: "APKA1", active: true }],
  policies: [aws("AdministratorAccess")],
});

describe("a user whom nobody declared", () => {
  it("is in order once it can call with nothing and is denied everything", () => {
    expect(paths(liveUser())).toEqual([]);
    expect(paths(undefined)).toEqual([]);
  });

  it("drifts by everything that it can call with", () => {
    expect(paths(everything)).toEqual([
      `accessKeys.${KEY}`,
      "password",
      "serviceCredentials.ACCA1",
      "certificates.CERT1",
      "sshKeys.APKA1",
      "quarantine",
    ]);
  });

  it("is contained in the order of AWS's advice, with nothing deleted but the password", () => {
    expect(actions(everything)).toEqual([
      "iam:UpdateAccessKey",
      "iam:DeleteLoginProfile",
      "iam:UpdateServiceSpecificCredential",
      "iam:UpdateSigningCertificate",
      "iam:UpdateSSHPublicKey",
      "iam:AttachUserPolicy",
    ]);
  });

  it("is contained by steps that take access, count as removals, and reach this user alone", () => {
    for (const step of plan(EVES, wanted(EVES, baseline), everything)) {
      expect(step.effect).toBe("restrict");
      expect(removes(step)).toBe(true);
      expect(step.at).toEqual({ account: DEV, region: "us-east-1", resources: [EVE] });
    }
  });

  it("loses a policy first where it has ten, and not one of AWS's own quarantines", () => {
    const policies = [
      ...Array.from({ length: 9 }, (_, index) => aws(`Policy${index}`)),
      aws("AWSCompromisedKeyQuarantineV3"),
    ];
    const [detach, attach] = plan(EVES, wanted(EVES, baseline), liveUser({ policies }));
    expect(detach?.input).toEqual({ UserName: "eve", PolicyArn: aws("Policy8") });
    expect(attach?.input).toEqual({ UserName: "eve", PolicyArn: QUARANTINE });
    expect(attach?.requires).toEqual([0]);
  });

  it("makes the policy that denies wait for the room that is made for it, wherever that stands", () => {
    const policies = Array.from({ length: 10 }, (_, index) => aws(`Policy${index}`));
    const steps = plan(EVES, wanted(EVES, baseline), { ...everything, policies });
    const required = steps.at(-1)?.requires?.map((index) => steps[index]?.action);
    expect(required).toEqual(["iam:DetachUserPolicy"]);
  });

  it("is not the declared one if it only has its name", () => {
    const legacy = keyOf(baseline, DEV, "Legacy");
    const other = liveUser({ arn: `arn:aws:iam::${DEV}:user/Legacy`, policies: [] });
    expect(paths(other, legacy)).toEqual(["quarantine"]);
    expect(paths({ ...other, arn: `arn:aws:iam::${DEV}:user/ci/Legacy` }, legacy)).toEqual([]);
  });
});

describe("a user for emergencies", () => {
  const olivia = liveUser({
    arn: OLIVIA,
    name: "olivia",
    password: true,
    policies: [aws("AdministratorAccess")],
  });
  const withKey = { ...olivia, accessKeys: [{ id: KEY, active: true }] };
  const { accessKeysFor: _, ...always } = baseline.breakGlass ?? { principals: [], accounts: [] };
  const untimed = { ...baseline, breakGlass: always };

  it("has its password and its policies, and is told of where it is missing", () => {
    expect(paths(olivia, OLIVIAS)).toEqual([]);
    expect(paths(undefined, OLIVIAS)).toEqual(["user"]);
    expect(actions(undefined, OLIVIAS)).toEqual([]);
  });

  it("has its keys told and not touched where nobody declared for how long", () => {
    expect(paths(withKey, OLIVIAS, untimed)).toEqual([`accessKeys.${KEY}`]);
    expect(actions(withKey, OLIVIAS, untimed)).toEqual([]);
  });

  it("may keep a key for the declared time, by a step that says which difference it undoes", () => {
    const want = wanted(OLIVIAS, baseline);
    const [difference] = diff(want, withKey);
    expect(difference?.tolerance?.duration).toBe(12 * HOUR);
    const [step] = plan(OLIVIAS, want, withKey);
    expect(step?.undoes).toBe(difference?.path);
  });
});

/** What IAM does with a step, as far as this guardrail sees it. */
function taken(live: Live, steps: ReturnType<typeof plan>): Live {
  const idle = <C extends { readonly active: boolean }>(all: readonly C[], changed: boolean) =>
    all.map((one) => (changed ? { ...one, active: false } : one));
  const did = (action: string) => steps.some((step) => step.action === action);
  const detached = steps.flatMap((step) =>
    step.action === "iam:DetachUserPolicy" ? [step.input.PolicyArn] : [],
  );
  return {
    ...live,
    accessKeys: idle(live.accessKeys, did("iam:UpdateAccessKey")),
    password: live.password && !did("iam:DeleteLoginProfile"),
    serviceCredentials: idle(live.serviceCredentials, did("iam:UpdateServiceSpecificCredential")),
    certificates: idle(live.certificates, did("iam:UpdateSigningCertificate")),
    sshKeys: idle(live.sshKeys, did("iam:UpdateSSHPublicKey")),
    policies: [
      ...live.policies.filter((arn) => !detached.includes(arn)),
      ...(did("iam:AttachUserPolicy") ? [QUARANTINE] : []),
    ],
  };
}

it("any user is contained by its plan, within the quota, and has no plan afterwards", () => {
  const credentials = (most: number) =>
    fc.uniqueArray(fc.record({ id: fc.nat().map(String), active: fc.boolean() }), {
      maxLength: most,
      selector: ({ id }) => id,
    });
  const policies = fc.uniqueArray(
    fc.constantFrom(
      QUARANTINE,
      aws("AWSCompromisedKeyQuarantineV2"),
      ...Array.from({ length: 12 }, (_, index) => aws(`Policy${index}`)),
    ),
    { maxLength: 10 },
  );
  const lives = fc.record({
    accessKeys: credentials(2),
    password: fc.boolean(),
    serviceCredentials: credentials(2).map((all) => all.map((one) => ({ ...one, service: "s" }))),
    certificates: credentials(2),
    sshKeys: credentials(5),
    policies,
  });
  fc.assert(
    fc.property(lives, (some) => {
      const live = liveUser(some);
      const want = wanted(EVES, baseline);
      const after = taken(live, plan(EVES, want, live));
      expect(diff(want, after)).toEqual([]);
      expect(plan(EVES, want, after)).toEqual([]);
      expect(after.policies.length).toBeLessThanOrEqual(10);
      expect(diff(want, live).length === 0).toBe(plan(EVES, want, live).length === 0);
    }),
  );
});
