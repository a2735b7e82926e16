/** Who is in which group: by the API and by the console, and the one way that no event of sso's tells. */

import type { Evidence } from "../evidence.ts";
import { sessionIdentity } from "../recorded.ts";
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
      "Olivia takes the permission set for emergencies in the access portal: everybody hears of it",
    expects: "alert",
    async act({ lab, place }) {
      const accountId = place("management");
      lab.recorded({
        // As recorded: neither an ARN nor a session, and the rest in the details.
        userIdentity: {
          type: "Unknown",
          accountId,
          principalId: "9067f00d-olivia",
          userName: "olivia@securecart.example",
        },
        eventType: "AwsServiceEvent",
        eventSource: "sso.amazonaws.com",
        eventName: "Federate",
        sourceIPAddress: "203.0.113.10",
        userAgent: "Mozilla/5.0",
        serviceEventDetails: { role_name: "EmergencyAccess", account_id: place("production") },
      });
    },
    also: (evidence) => [
      once(evidence),
      !JSON.stringify(evidence.alerts).includes("EmergencyAccess of production") &&
        "nobody was told which access, and where",
    ],
  },
];
