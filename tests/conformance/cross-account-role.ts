/** How doors into accounts are opened, widened, shut and handed to somebody else. */
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import { accountOf, attackIn, iamIn, unguarded } from "./iam.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const [declared] = baseline.trust ?? [];
const [principal] = declared?.principals ?? [];
const DEPLOY = declared?.role ?? "";
const CICD = principal?.arn ?? "";
const OUTSIDE = "arn:aws:iam::999999999999:root";
const EXTERNAL_ID = { StringEquals: { "sts:ExternalId": declared?.externalId } };
const POWER_USER = "arn:aws:iam::aws:policy/PowerUserAccess";

const admits = (Principal: unknown, Condition?: unknown) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(Condition !== undefined && { Condition }),
});
const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement });

const deploy = (title: string, trust: string): Attack =>
  attackIn("production", `${title} DeployRole`, (iam) =>
    iam.updateAssumeRolePolicy({ RoleName: DEPLOY, PolicyDocument: trust }),
  );

/** Makes a role, or gives the one of that name another trust policy. */
const role = (account: string, name: string, title: string, trust: string): Attack =>
  attackIn(account, `makes a role ${name} that lets in ${title}`, async (iam) => {
    try {
      await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: trust });
    } catch {
      await iam.updateAssumeRolePolicy({ RoleName: name, PolicyDocument: trust });
    }
  });

const deletes = async (iam: ReturnType<typeof iamIn>, RoleName: string, inline?: string) => {
  if (inline === undefined) await iam.detachRolePolicy({ RoleName, PolicyArn: POWER_USER });
  else await iam.deleteRolePolicy({ RoleName, PolicyName: inline });
  await iam.deleteRole({ RoleName });
};

const replacesTrusted = attackIn("devops", "deletes CiCd and makes it again", async (iam) => {
  await deletes(iam, "CiCd", "deploy");
  const AssumeRolePolicyDocument = policy(admits({ AWS: accountOf("devops") }));
  await iam.createRole({ RoleName: "CiCd", AssumeRolePolicyDocument });
});

/** The successor is trusted, as whoever saves a trust policy binds names to those who have them then. */
const trustsSuccessor: Attack = {
  title: "makes CiCd again and saves DeployRole's trust once more",
  async perform(ground) {
    await replacesTrusted.perform(ground);
    await unguarded(ground);
    const PolicyDocument = policy(admits({ AWS: CICD }, EXTERNAL_ID));
    await iamIn(ground, "production").updateAssumeRolePolicy({ RoleName: DEPLOY, PolicyDocument });
  },
};

const WIDER: readonly (readonly [string, string])[] = [
  ["lets an outside account into", policy(admits({ AWS: [CICD, OUTSIDE] }, EXTERNAL_ID))],
  ["lets everybody into", policy(admits("*"))],
  ["drops the external id of", policy(admits({ AWS: CICD }))],
  [
    "lets Roles Anywhere into",
    policy(admits({ AWS: CICD }, EXTERNAL_ID), admits({ Service: "rolesanywhere.amazonaws.com" })),
  ],
  ["locks everybody out of", policy({ ...admits("*"), Effect: "Deny" })],
  ["lets its own whole account into", policy(admits({ AWS: accountOf("production") }))],
];

const TRUSTS: readonly (readonly [string, string])[] = [
  ["an outside account", policy(admits({ AWS: OUTSIDE }))],
  ["everybody", policy(admits({ AWS: "*" }))],
  ["everybody with an external id", policy(admits("*", EXTERNAL_ID))],
  ["another account", policy(admits({ AWS: accountOf("dev") }))],
  ["account access manager", policy(admits({ Service: "account-access.amazonaws.com" }))],
  ["its own account", policy(admits({ AWS: accountOf("playground") }))],
  ["a service", policy(admits({ Service: "lambda.amazonaws.com" }))],
];

const wider = fc.constantFrom(...WIDER).map(([title, trust]) => deploy(title, trust));
const made = fc
  .tuple(
    fc.constantFrom("playground", "security", "management"),
    fc.constantFrom("Vendor", "Audit"),
    fc.constantFrom(...TRUSTS),
  )
  .map(([account, name, [title, trust]]) => role(account, name, title, trust));

export const crossAccountRole: Scenarios = {
  drifts: [
    ...WIDER.map(([title, trust]) => deploy(title, trust)),
    ...TRUSTS.slice(0, 5).map(([title, trust]) => role("playground", "Vendor", title, trust)),
    role("management", "Vendor", "everybody", policy(admits("*"))),
  ],
  told: [
    replacesTrusted,
    trustsSuccessor,
    attackIn("production", "deletes DeployRole", (iam) => deletes(iam, DEPLOY)),
  ],
  attacks: fc.oneof(wider, made),
};
