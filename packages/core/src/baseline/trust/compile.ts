/** `trust` of the source with every name resolved, once it was found to be right. */
import type { ConditionBlock } from "@holdfast/policy";
import { byCodePoint, type Draft } from "../draft.ts";
import type { Lock } from "../lock.ts";
import { keyIn } from "./check.ts";
import type { DeclaredTrust } from "./model.ts";
import { idOfAccount, isPinned, resolved } from "./principals.ts";

/** In an order that leaves no trace of how it was written; undefined: it is not declared. */
export function compileTrust(draft: Draft, lock: Lock): readonly DeclaredTrust[] | undefined {
  const trusts = draft.source.trust?.map((one): DeclaredTrust => {
    const pinned = lock.trust?.[keyIn(one)];
    const account = idOfAccount(draft, one.account);
    if (pinned === undefined || account === undefined) {
      throw new TypeError(`${keyIn(one)} passed its check without an id`);
    }
    const principals = one.principals.map((name) =>
      resolved(draft, name, isPinned(name) ? pinned.principals[name] : undefined),
    );
    return {
      account,
      role: one.role,
      id: pinned.role,
      principals: principals.toSorted((a, b) => byCodePoint(a.arn, b.arn)),
      ...(one.externalId !== undefined &&
        pinned.externalId !== undefined && { externalId: pinned.externalId }),
      ...(one.conditions !== undefined && { conditions: ordered(one.conditions) }),
    };
  });
  return trusts?.toSorted(
    (a, b) => byCodePoint(a.account, b.account) || byCodePoint(a.role, b.role),
  );
}

function ordered(block: NonNullable<DeclaredTrust["conditions"]>): ConditionBlock {
  const sorted = <T>(record: Readonly<Record<string, T>>) =>
    Object.entries(record).toSorted(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(
    sorted(block).map(([operator, keys]) => [operator, Object.fromEntries(sorted(keys))]),
  );
}
