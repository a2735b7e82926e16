/** Who is in which group: by the API and by the console, and the one way that no event of sso's tells. */

import type { Evidence } from "../evidence.ts";
import { callRecord, sessionIdentity } from "../recorded.ts";
import type { Stage, Story } from "../story.ts";

const once = ({ alerts }: Evidence) =>
  alerts.length !== 1 && `${alerts.length} alerts instead of one`;

async function addByApi({ attacker, center }: Stage): Promise<void> {
  await attacker().directory.createGroupMembership({
    IdentityStoreId: center.identityStore,
    GroupId: center.group("SecureCart-Ops"),
    MemberId: { UserId: center.user("sam@securecart.example") },
  });
}

export const directoryStories: readonly Story[] = [
  {
    id: "member-added-by-api",
    title: "Somebody makes Sam of the support a member of Ops, by the API",
    expects: "revert",
    act: addByApi,
    also: (evidence) => [
      once(evidence),
      !JSON.stringify(evidence.alerts).includes("AdministratorAccess in") &&
        "nobody was told what that gives",
    ],
  },
  {
    id: "member-added-by-console",
    title: "The same in the console, whose events have another source and other parameters",
    expects: "revert",
    async act({ lab, place, center }) {
      const mallory = sessionIdentity(place("management"), "Admin", "mallory");
      const user = center.user("sam@securecart.example");
      lab.console(mallory).addMember(center.group("SecureCart-Ops"), user);
    },
    also: (evidence) => [once(evidence)],
  },
  {
    id: "emergency-access-taken",
    title:
      "Olivia takes the permission set for emergencies, and uses it: everybody hears of it, once",
    expects: "alert",
    async act({ lab, place, center, pass }) {
      const accountId = place("management");
      lab.recorded({
        // As recorded: neither a name nor an ARN, and the rest in the details.
        userIdentity: {
          type: "IdentityCenterUser",
          accountId,
          onBehalfOf: {
            userId: center.user("olivia@securecart.example"),
            identityStoreArn: `arn:aws:identitystore::${accountId}:identitystore/${center.identityStore}`,
          },
          credentialId: "AAAAAGpEaIMIfeJrfG3s",
        },
        eventType: "AwsServiceEvent",
        eventSource: "sso.amazonaws.com",
        eventName: "GetRoleCredentials",
        readOnly: true,
        sourceIPAddress: "203.0.113.10",
        userAgent: "aws-cli/2.31.0",
        requestParameters: null,
        responseElements: null,
        serviceEventDetails: { role_name: "EmergencyAccess", account_id: place("production") },
      });
      await pass(30_000);
      const role = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_EmergencyAccess_7243976e43c75fc5";
      const olivia = sessionIdentity(place("production"), role, "olivia@securecart.example");
      lab.recorded(callRecord(olivia, "iam:UpdateAccessKey"));
    },
    also: (evidence) => [
      once(evidence),
      !JSON.stringify(evidence.alerts).includes(
        "olivia@securecart.example took permission-set/EmergencyAccess of production",
      ) && "nobody was told who took which access, and where",
    ],
  },
];
