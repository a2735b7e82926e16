/** Somebody with administrator rights who works on Identity Center and its identity store. */
import { Identitystore } from "@aws-sdk/client-identitystore";
import { SSOAdmin } from "@aws-sdk/client-sso-admin";
import type { PermissionSet } from "@holdfast/core";
import { baseline } from "../support/securecart.ts";
import type { Ground } from "./ground.ts";
import type { Attack } from "./scenarios.ts";

/** AWS carries out what it was asked for within seconds. Milliseconds. */
const CARRIED_OUT = 10_000;

/** Lets AWS carry out what somebody asked for. */
export const carriedOut = ({ title, perform }: Attack): Attack => ({
  title: `${title}, and AWS has done it`,
  async perform(ground) {
    await perform(ground);
    await ground.lab.clock.drain(ground.lab.clock.now() + CARRIED_OUT);
  },
});

export interface Hands {
  readonly sso: SSOAdmin;
  readonly directory: Identitystore;
}

/** @param act resolves when AWS has taken it, which may be before it is carried out */
export function attack(
  title: string,
  act: (hands: Hands, ground: Ground) => Promise<unknown>,
): Attack {
  return {
    title,
    async perform(ground) {
      const { scene } = ground;
      const config = {
        ...scene.connection,
        region: "us-east-1",
        credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
        maxAttempts: 1,
      };
      await act({ sso: new SSOAdmin(config), directory: new Identitystore(config) }, ground);
    },
  };
}

const { identityCenter } = baseline;
if (identityCenter === undefined) throw new Error("SecureCart declares no Identity Center");
export const center = identityCenter;
export const InstanceArn = center.instance;
export const IdentityStoreId = center.identityStore;

export function setOf(name: string): PermissionSet {
  const set = center.permissionSets.find((one) => one.name === name);
  if (set === undefined) throw new Error(`SecureCart has no permission set ${name}`);
  return set;
}

/** Instance and permission set, as most inputs name them. */
export const named = (name: string) => ({ InstanceArn, PermissionSetArn: setOf(name).arn });

export function accountOf(name: string): string {
  const account = baseline.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`SecureCart has no account ${name}`);
  return account.id;
}

export function groupOf(name: string): string {
  const group = center.groups.find((one) => one.name === name);
  if (group === undefined) throw new Error(`SecureCart has no group ${name}`);
  return group.id;
}

export function userOf(name: string): string {
  const user = center.groups.flatMap(({ members }) => members).find((one) => one.name === name);
  if (user === undefined) throw new Error(`SecureCart has no user ${name}`);
  return user.id;
}

/** Who is assigned what where, in the words of the API. */
export const assignment = (
  account: string,
  PermissionSetArn: string,
  PrincipalType: "USER" | "GROUP",
  PrincipalId: string,
) => ({
  InstanceArn,
  TargetId: accountOf(account),
  TargetType: "AWS_ACCOUNT" as const,
  PermissionSetArn,
  PrincipalType,
  PrincipalId,
});
