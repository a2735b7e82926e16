/** A small organization with Identity Center, and clients to call it; for tests. */
import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { SSOAdmin } from "@aws-sdk/client-sso-admin";
import type { Baseline } from "@holdfast/core";
import { baseline, MANAGEMENT, PRODUCTION, testLab } from "../lab.fixture.ts";
import type { Lab, LabOptions } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";
import type { IdentityCenterSnapshot } from "./snapshot.ts";

export const InstanceArn = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
export const IdentityStoreId = "d-0123456789";
export const ADMIN = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-aaaaaaaaaaaaaaaa";
export const VIEW = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-bbbbbbbbbbbbbbbb";
export const OPS = "11111111-1111-4111-8111-111111111111";
export const OLIVIA = "22222222-2222-4222-8222-222222222222";
export const OMAR = "33333333-3333-4333-8333-333333333333";
export const AWS_ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
export const AWS_VIEW = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

const declared = (name: string, arn: string, policy: string) => ({
  name,
  arn,
  description: name,
  sessionDuration: "PT1H",
  tags: {},
  managedPolicies: [policy],
  customerManagedPolicies: [],
});
const olivia = { name: "olivia", id: OLIVIA };
const ops = { type: "GROUP", name: "Ops", id: OPS } as const;

export const withCenter: Baseline = {
  ...baseline,
  accounts: [
    ...baseline.accounts,
    { name: "management", id: MANAGEMENT, unit: "Root", policies: [] },
  ],
  identityCenter: {
    instance: InstanceArn,
    identityStore: IdentityStoreId,
    permissionSets: [declared("Admin", ADMIN, AWS_ADMIN), declared("View", VIEW, AWS_VIEW)],
    undeclaredPermissionSets: "alert",
    assignments: [
      { principal: ops, permissionSet: "Admin", accounts: [MANAGEMENT], units: [], all: true },
      {
        principal: { type: "USER", ...olivia },
        permissionSet: "View",
        accounts: [PRODUCTION],
        units: [],
        all: false,
      },
    ],
    groups: [{ name: "Ops", id: OPS, members: [olivia, { name: "omar", id: OMAR }] }],
    justInTime: [],
  },
};

export interface CenterLab {
  readonly lab: Lab;
  /** A client of an account's administrator, or of a key that the lab gave out. */
  sso(accessKeyId?: string, region?: string): SSOAdmin;
  directory(accessKeyId?: string): IdentitystoreClient;
  /** Lets so many milliseconds pass; unless given, as many as AWS needs for anything. */
  pass(ms?: number): Promise<void>;
  /** Identity Center by names. */
  now(): IdentityCenterSnapshot;
}

export function centerLab(options: Partial<LabOptions> = {}): CenterLab {
  const lab = testLab({ baseline: withCenter, ...options });
  const config = (accessKeyId = MANAGEMENT, region = "us-east-1") => ({
    requestHandler: new LabRequestHandler(lab.handle),
    region,
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  });
  return {
    lab,
    sso: (accessKeyId, region) => new SSOAdmin(config(accessKeyId, region)),
    directory: (accessKeyId) => new IdentitystoreClient(config(accessKeyId)),
    pass: (ms = 10_000) => lab.clock.drain(lab.clock.now() + ms),
    now() {
      const { identityCenter } = lab.organization();
      if (identityCenter === null) throw new Error("Identity Center was never enabled");
      return identityCenter;
    },
  };
}

/** Input that names a permission set. */
export const set = (PermissionSetArn: string) => ({ InstanceArn, PermissionSetArn });

/** Input of CreateAccountAssignment and DeleteAccountAssignment. */
export const assignment = (TargetId: string, PermissionSetArn: string, PrincipalId: string) => ({
  InstanceArn,
  TargetId,
  TargetType: "AWS_ACCOUNT" as const,
  PermissionSetArn,
  PrincipalType: PrincipalId === OPS ? ("GROUP" as const) : ("USER" as const),
  PrincipalId,
});
