/** VPCs come from the network accounts that the baseline declares, and from nowhere else. */
import { type Baseline, defineTripwire } from "@holdfast/core";
import { accountName, accountSubject, keyIn, who } from "../tripwire/about.ts";

const ID = "vpc-outside-network-account";

export const vpcOutsideNetworkAccount = defineTripwire({
  id: ID,
  severity: "HIGH",
  title: "VPCs come from the network account alone",
  why: "A network beside the shared one has a way out of its own, past inspection, flow logs and endpoints.",
  docs: "packages/guardrails/src/vpc-outside-network-account/README.md",
  tactic: "Defense Evasion",
  watches: ({ networkAccounts }) =>
    networkAccounts === undefined
      ? []
      : [
          {
            pattern: {
              source: ["aws.ec2"],
              "detail-type": ["AWS API Call via CloudTrail"],
              detail: {
                eventSource: ["ec2.amazonaws.com"],
                eventName: ["CreateDefaultVpc", "CreateVpc"],
              },
            },
            failed: "include",
            keys: (record, baseline) =>
              isForNetworks(record.account, baseline) ? [] : [keyIn(ID, record, "vpc")],
          },
        ],
  subject: accountSubject,
  meaning(record, baseline) {
    const { errorCode, eventName, region, account } = record;
    const kind = eventName === "CreateDefaultVpc" ? "a default VPC" : "a VPC";
    const where = `${kind} in ${accountName(baseline, account)}, ${region}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried to create ${where}: ${errorCode}`, severity: "MEDIUM" };
    }
    return { what: `${who(record)} created ${where}` };
  },
});

function isForNetworks(account: string, { accounts, networkAccounts = [] }: Baseline): boolean {
  return accounts.some(({ id, name }) => id === account && networkAccounts.includes(name));
}
