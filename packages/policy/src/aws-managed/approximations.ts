/**
 * AWS managed policies of a thousand actions and more, which AWS changes nearly every week: made of
 * the access levels in AWS's Service Authorization Reference, and not AWS's own text.
 */
import type { Known } from "./aws-managed.ts";
import { READ_ACTIONS } from "./generated/read-actions.ts";
import { unpackReadActions } from "./read-actions.ts";

/** By name with its path. */
export function approximations(): Readonly<Record<string, Known>> {
  const { list, read } = unpackReadActions(READ_ACTIONS);
  return {
    ReadOnlyAccess: approximated(
      read,
      "taken for every action of the access levels List and Read, but for those that read secrets; AWS's own lists some more and some less",
    ),
    SecurityAudit: approximated(
      read,
      "taken for every action of the access levels List and Read, but for those that read secrets; AWS's own leaves out most of those that read data",
    ),
    "job-function/ViewOnlyAccess": approximated(
      list,
      "taken for every action of the access level List; AWS's own lists some more and some less",
    ),
  };
}

function approximated(actions: readonly string[], how: string): Known {
  return {
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: actions, Resource: "*" },
    },
    basis: { kind: "approximation", how },
  };
}
