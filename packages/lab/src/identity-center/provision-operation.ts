/** ProvisionPermissionSet: carries what was edited to the accounts that have the set. */
import type { Operation } from "../service.ts";
import { conflict, invalid } from "./errors.ts";
import { oneOf, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import type { Provisioning } from "./provisioning.ts";
import { type Center, checkInstance } from "./reader.ts";
import { described, type Requests } from "./requests.ts";
import { provisionedKey } from "./state.ts";

/** Identity Center quotas: calls at a time, and accounts that one of them covers. */
const AT_A_TIME = 3;
const MOST_ACCOUNTS = 3_500;

export function provisionOperation(
  center: Center,
  requests: Requests,
  { push }: Provisioning,
): Readonly<Record<"ProvisionPermissionSet", Operation>> {
  /** Where a set is provisioned. */
  function placesOf(arn: string): readonly string[] {
    const places = [...center.current().provisioned.values()].filter(
      ({ permissionSet }) => permissionSet === arn,
    );
    if (places.length <= MOST_ACCOUNTS) return places.map(({ account }) => account);
    throw invalid(`ALL_PROVISIONED_ACCOUNTS covers at most ${MOST_ACCOUNTS} accounts.`);
  }

  return {
    ProvisionPermissionSet(input, call) {
      checkInstance(center.current(), input);
      const { arn } = setIn(center.current(), input);
      const type = oneOf(input, "TargetType", ["AWS_ACCOUNT", "ALL_PROVISIONED_ACCOUNTS"]);
      const account = type === "AWS_ACCOUNT" ? text(input, "TargetId", /^\d{12}$/) : undefined;
      // Nowhere at all is a success with nothing to do; this is how Terraform ends every edit.
      const places = account === undefined ? placesOf(arn) : [account];
      if (requests.underWay("provision", arn).length > 0) {
        throw conflict("The permission set is being provisioned already.");
      }
      if (requests.underWay("provision").length >= AT_A_TIME) {
        throw conflict(`${AT_A_TIME} permission sets are being provisioned already.`);
      }
      const works = places.map((place) => () => {
        // Only an assignment brings a set to an account (reported with these words).
        const key = provisionedKey({ account: place, permissionSet: arn });
        return center.current().provisioned.has(key)
          ? push(call, arn, place)
          : `Received a 404 status error: Permission set provision not found in AWS account ${place}.`;
      });
      const subject = { kind: "provision", permissionSet: arn, account } as const;
      const request = requests.begin(call, subject, works);
      return { PermissionSetProvisioningStatus: described(request) };
    },
  };
}
