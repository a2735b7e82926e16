/** Doors between accounts: widened, opened, and handed to whoever took a trusted name. */
import { refused } from "../attacker.ts";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const OUTSIDE = "arn:aws:iam::999999999999:root";
const DEPLOY = "DeployRole";

type Trust = Readonly<Record<string, unknown>>;

const admits = (Principal: unknown, Condition?: unknown): Trust => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(Condition !== undefined && { Condition }),
});

const document = (...Statement: readonly Trust[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement });

/** What the enforcer leaves where nobody is to be let in: IAM takes no empty trust policy. */
export const NOBODY = document({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" });

const roleOf = (stage: Stage, account: string, name: string) =>
  `${stage.place(account)}/role/${name}`;

const cicd = (stage: Stage) => `arn:aws:iam::${stage.place("devops")}:role/CiCd`;

/** The administrator of an account whose policies forbid it has them taken away first. */
async function unguarded(stage: Stage): Promise<void> {
  const workloads = stage.place("Root/Workloads");
  await stage.attacker().detach(stage.policy("developers-no-iam"), workloads);
}

async function widen(stage: Stage, ...statements: readonly Trust[]): Promise<void> {
  await unguarded(stage);
  const { iam } = stage.attacker(stage.place("production"));
  await iam.updateAssumeRolePolicy({
    RoleName: DEPLOY,
    PolicyDocument: document(...statements),
  });
}

const externalId = { StringEquals: { "sts:ExternalId": "securecart-deploy-7f3a" } };

const told = (text: string) => (evidence: Evidence) => [
  !JSON.stringify(evidence.alerts).includes(text) && `nobody was told: ${text}`,
];

/** As it was attacked, but for one role's trust. */
function endsWith(role: (stage: Stage) => string, trust: string): NonNullable<Story["ends"]> {
  return ({ attacked, before }, stage) => {
    const key = role(stage);
    const there = attacked.iam.roles[key];
    if (there === undefined) throw new Error(`there is no ${key}`);
    const roles = { ...attacked.iam.roles, [key]: { ...there, trust } };
    // Whatever was detached on the way is attached again.
    return { ...before, iam: { ...attacked.iam, roles } };
  };
}

export const roleStories: readonly Story[] = [
  {
    id: "trust-widened",
    title: "A policy is detached, and DeployRole of production lets in an account from outside",
    expects: "revert",
    act: (stage) => widen(stage, admits({ AWS: [cicd(stage), OUTSIDE] }, externalId)),
    also: told("lets in the whole account 999999999999"),
  },
  {
    id: "trust-for-everybody",
    title: "A policy is detached, and DeployRole of production lets in everybody",
    expects: "revert",
    act: (stage) => widen(stage, admits("*")),
    also: told("lets in everybody in any account"),
  },
  {
    id: "external-id-dropped",
    title: "A policy is detached, and DeployRole asks for no external id any more",
    expects: "revert",
    act: (stage) => widen(stage, admits({ AWS: cicd(stage) })),
    also: told("without the declared condition on sts:externalid"),
  },
  {
    id: "trust-change-refused",
    title: "DeployRole is to let in an outside account: production's policies refuse it",
    expects: "nothing",
    async act(stage) {
      const { iam } = stage.attacker(stage.place("production"));
      const PolicyDocument = document(admits({ AWS: OUTSIDE }));
      await refused(iam.updateAssumeRolePolicy({ RoleName: DEPLOY, PolicyDocument }));
    },
  },
  {
    id: "role-for-outsiders",
    title: "In the sandbox, where roles may be made, one is made that lets in an outside account",
    expects: "revert",
    async act(stage) {
      const { iam } = stage.attacker(stage.place("playground"));
      const AssumeRolePolicyDocument = document(admits({ AWS: OUTSIDE }));
      await iam.createRole({ RoleName: "Vendor", AssumeRolePolicyDocument });
    },
    ends: endsWith((stage) => roleOf(stage, "playground", "Vendor"), NOBODY),
  },
  {
    id: "trusted-role-replaced",
    title: "CiCd is deleted and made again, and DeployRole's trust is saved once more: it is shut",
    expects: "alert",
    async act(stage) {
      await unguarded(stage);
      const workloads = stage.place("Root/Workloads");
      await stage.attacker().detach(stage.policy("deny-delete-role"), workloads);
      const { iam } = stage.attacker(stage.place("devops"));
      await iam.deleteRolePolicy({ RoleName: "CiCd", PolicyName: "deploy" });
      await iam.deleteRole({ RoleName: "CiCd" });
      const AssumeRolePolicyDocument = document(admits({ AWS: stage.place("devops") }));
      await iam.createRole({ RoleName: "CiCd", AssumeRolePolicyDocument });
      const deploy = stage.attacker(stage.place("production")).iam;
      const PolicyDocument = document(admits({ AWS: cicd(stage) }, externalId));
      await deploy.updateAssumeRolePolicy({ RoleName: DEPLOY, PolicyDocument });
    },
    ends: endsWith((stage) => roleOf(stage, "production", DEPLOY), NOBODY),
    also: told("was deleted and made again as somebody else"),
  },
];
