/** A small organization with Identity Center, and clients to call it; for tests. */
import { IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import type { Baseline } from "@holdfast/core";
import { baseline, MANAGEMENT, PRODUCTION, testLab } from "../lab.fixture.ts";
import type { Lab } from "../lab.ts";
import { LabRequestHandler } from "../request-handler.ts";

export const InstanceArn = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
export const IdentityStoreId = "d-0123456789";
export const ADMIN = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-aaaaaaaaaaaaaaaa";
export const VIEW = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-bbbbbbbbbbbbbbbb";
export const OPS = "11111111-1111-4111-8111-111111111111";
export const OLIVIA = "22222222-2222-4222-8222-222222222222";
export const OMAR = "33333333-3333-4333-8333-333333333333";
export const AWS_ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
export const AWS_VIEW = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

const set = (name: string, arn: string, policy: string) => ({
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
  identityCenter: {
    instance: InstanceArn,
    identityStore: IdentityStoreId,
    permissionSets: [set("Admin", ADMIN, AWS_ADMIN), set("View", VIEW, AWS_VIEW)],
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
  /** A client of an account's administrator; the management account's unless given. */
  sso(account?: string): SSOAdminClient;
  directory(account?: string): IdentitystoreClient;
  /** Lets so many milliseconds pass. */
  pass(ms: number): Promise<void>;
}

export function centerLab(): CenterLab {
  const lab = testLab({ baseline: withCenter });
  const config = (accessKeyId = MANAGEMENT) => ({
    requestHandler: new LabRequestHandler(lab.handle),
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  });
  return {
    lab,
    sso: (account) => new SSOAdminClient(config(account)),
    directory: (account) => new IdentitystoreClient(config(account)),
    pass: (ms) => lab.clock.drain(lab.clock.now() + ms),
  };
}
