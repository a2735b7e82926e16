/** `userIdentity` of each kind of caller. */
import type { Json } from "@holdfast/core";
import type { Principal } from "../service.ts";

/** `since` is when the session was made, as ISO 8601. */
export function userIdentity(principal: Principal, since: string): Json {
  const { type, principalId, arn, account, issuer } = principal;
  const accessKeyId = accessKeyOf(principal);
  const common = { type, principalId, arn, accountId: account, accessKeyId };
  const attributes = { creationDate: since, mfaAuthenticated: "false" };
  switch (type) {
    case "Root":
      // Recorded root sessions have no user name and an issuer without members.
      return { ...common, sessionContext: { sessionIssuer: {}, attributes } };
    case "IAMUser":
      return { ...common, userName: arn.slice(arn.lastIndexOf("/") + 1) };
    case "AssumedRole":
      return {
        ...common,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: issuer?.principalId ?? "",
            arn: issuer?.arn ?? "",
            accountId: account,
            userName: issuer?.userName ?? "",
          },
          attributes,
        },
      };
  }
}

// The lab's administrators sign with an account id, which no real record shows.
function accessKeyOf({ accessKeyId }: Principal): string {
  return /^\d{12}$/.test(accessKeyId) ? `ASIAHFLB${accessKeyId}` : accessKeyId;
}
