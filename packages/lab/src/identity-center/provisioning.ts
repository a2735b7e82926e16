/** Carries permission sets to accounts: as roles that AWS makes there, keeps and takes away again. */
import type { Random } from "@holdfast/core";
import { withEntry } from "../organizations/state.ts";
import { randomHex } from "../random.ts";
import type { Operation } from "../service.ts";
import { conflict, invalid, notFound } from "./errors.ts";
import { oneOf, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import { type Center, checkInstance } from "./reader.ts";
import { described, type Requests } from "./requests.ts";
import { type PermissionSet, type Provisioned, provisionedKey } from "./state.ts";

/** Identity Center quotas: calls of ProvisionPermissionSet at a time. */
const AT_A_TIME = 3;

/** What AWS did in an account, for its trail. */
export interface RoleChange {
  readonly kind: "made" | "changed" | "removed";
  readonly role: Provisioned;
}

export interface Provisioning {
  /** Gives an account the set as it is now. Returns why that failed. */
  push(set: PermissionSet, account: string): string | undefined;
  /** Takes the set's role out of an account. */
  remove(permissionSet: string, account: string): void;
  readonly operations: Readonly<Record<"ProvisionPermissionSet", Operation>>;
}

export function createProvisioning(options: {
  readonly center: Center;
  readonly random: Random;
  readonly requests: Requests;
  /** Why pushing a set to an account shall fail; undefined: it shall not. */
  fails(account: string): string | undefined;
  onRole(change: RoleChange): void;
}): Provisioning {
  const { center, random, requests, fails, onRole } = options;

  function push(set: PermissionSet, account: string): string | undefined {
    const reason = fails(account);
    if (reason !== undefined) return reason;
    const key = provisionedKey({ account, permissionSet: set.arn });
    const before = center.current().provisioned.get(key);
    const role = before?.role ?? `AWSReservedSSO_${set.name}_${randomHex(random, 16)}`;
    const { version } = set;
    const now: Provisioned = { account, permissionSet: set.arn, role, version, content: set };
    center.set("provisioned", key, now);
    onRole({ kind: before === undefined ? "made" : "changed", role: now });
    return undefined;
  }

  return {
    push,
    remove(permissionSet, account) {
      const key = provisionedKey({ account, permissionSet });
      const { provisioned } = center.current();
      const role = provisioned.get(key);
      if (role === undefined) return;
      center.update({ provisioned: withEntry(provisioned, key, undefined) });
      onRole({ kind: "removed", role });
    },
    operations: {
      ProvisionPermissionSet(input) {
        checkInstance(center.current(), input);
        const { arn } = setIn(center.current(), input);
        const type = oneOf(input, "TargetType", ["AWS_ACCOUNT", "ALL_PROVISIONED_ACCOUNTS"]);
        const account = type === "AWS_ACCOUNT" ? text(input, "TargetId", /^\d{12}$/) : undefined;
        const places = () =>
          [...center.current().provisioned.values()].filter(
            (one) => one.permissionSet === arn && (account ?? one.account) === one.account,
          );
        if (places().length === 0) {
          throw account === undefined
            ? invalid("The permission set is not provisioned to any account.")
            : notFound("The provisioned permission set");
        }
        const underWay = requests.underWay("provision");
        if (underWay.some(({ permissionSet }) => permissionSet === arn)) {
          throw conflict("The permission set is being provisioned already.");
        }
        if (underWay.length >= AT_A_TIME) {
          throw conflict(`${AT_A_TIME} permission sets are being provisioned already.`);
        }
        const request = requests.begin({ kind: "provision", permissionSet: arn, account }, () => {
          const set = center.current().permissionSets.get(arn);
          if (set === undefined) return "The permission set was deleted.";
          const failures = places().flatMap((one) => push(set, one.account) ?? []);
          return failures[0];
        });
        return { PermissionSetProvisioningStatus: described(request) };
      },
    },
  };
}
