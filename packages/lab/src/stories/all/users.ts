/** IAM users, and what those call AWS with: made where nobody declared them, and contained. */

import { CreateAccountCommand } from "@aws-sdk/client-organizations";
import { refused } from "../attacker.ts";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

export const UserName = "eve";
const Password = "correct horse battery staple";
const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const QUARANTINE = managed("AWSDenyAll");
const SECOND = 1000;

/** As many as a user may have. */
const TEN = [
  "AWSCloudFormationFullAccess",
  "AWSOrganizationsFullAccess",
  "AWSOrganizationsReadOnlyAccess",
  "AWSSupportAccess",
  "AdministratorAccess",
  "AmazonSQSFullAccess",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "PowerUserAccess",
  "ReadOnlyAccess",
].map(managed);

async function makeUser(stage: Stage, account: string, keys = 1) {
  const { iam } = stage.attacker(stage.place(account));
  await iam.createUser({ UserName });
  await iam.attachUserPolicy({ UserName, PolicyArn: managed("AdministratorAccess") });
  for (let made = 0; made < keys; made++) await iam.createAccessKey({ UserName });
  await iam.createLoginProfile({ UserName, Password });
  return iam;
}

/** As it was attacked, but that a user can't do anything any more. */
export function contained(account: string, user = UserName): NonNullable<Story["ends"]> {
  return ({ before, attacked }, stage) => {
    const key = `${stage.place(account)}/user/${user}`;
    const there = attacked.iam.users[key];
    if (there === undefined) throw new Error(`there is no ${key}`);
    const inactive = Object.keys(there.credentials).map((id) => [id, "Inactive"] as const);
    const attached = there.attached.filter((arn) => arn !== QUARANTINE);
    const kept = attached.length < TEN.length ? attached : attached.slice(0, -1);
    const left = {
      ...there,
      password: false,
      credentials: Object.fromEntries(inactive),
      attached: [...kept, QUARANTINE].toSorted(),
    };
    // Whatever was detached on the way is attached again.
    return { ...before, iam: { ...attacked.iam, users: { ...attacked.iam.users, [key]: left } } };
  };
}

const told =
  (...texts: readonly string[]) =>
  ({ alerts }: Evidence) =>
    texts.map((text) => !JSON.stringify(alerts).includes(text) && `nobody was told: ${text}`);

const MINUTE = 60 * SECOND;

/** Makes an account and returns its id once it is there. */
async function join(stage: Stage): Promise<string> {
  const { organizations } = stage.attacker();
  const account = { AccountName: "new", Email: "new@securecart.example" };
  await organizations.send(new CreateAccountCommand(account));
  await stage.pass(30 * SECOND);
  const found = Object.values(stage.lab.organization().accounts).find(({ name }) => name === "new");
  if (found === undefined) throw new Error("the new account is not there");
  return found.id;
}

/** A user with a key, in an account whose organization forbids it, for as long as that takes. */
async function slipIn(stage: Stage, account: string): Promise<void> {
  await stage.attacker().detach(stage.policy("no-iam-users"), stage.place("Root"));
  const { iam } = stage.attacker(account);
  await iam.createUser({ UserName });
  await iam.createAccessKey({ UserName });
}

/** Only what is said of the user is judged here: what else a new account leads to, other stories tell. */
function userContained(account: (evidence: Evidence, stage: Stage) => string) {
  return (evidence: Evidence, stage: Stage) => {
    const user = evidence.after.iam.users[`${account(evidence, stage)}/user/${UserName}`];
    const active = Object.values(user?.credentials ?? {}).includes("Active");
    return [
      user === undefined && "the user is gone",
      (active || !user?.attached.includes(QUARANTINE)) && "the user is not contained",
    ];
  };
}

const newAccount = ({ after }: Evidence): string =>
  Object.values(after.accounts).find(({ name }) => name === "new")?.id ?? "";

export const userStories: readonly Story[] = [
  {
    id: "user-refused",
    title: "A user is to be made in dev: the organization's policies refuse it",
    expects: "nothing",
    async act(stage) {
      const { iam } = stage.attacker(stage.place("dev"));
      await refused(iam.createUser({ UserName }));
    },
  },
  {
    id: "user-in-management",
    title: "Where no policy binds, a user, its key and its password are made in the same second",
    expects: "revert",
    act: async (stage) => {
      await makeUser(stage, "management");
    },
    ends: contained("management"),
    also: told("it can sign in to the console", "it has AWS's AdministratorAccess"),
  },
  {
    id: "user-behind-a-detached-policy",
    title: "no-iam-users is detached, and a user with two keys is made in dev before it is back",
    expects: "revert",
    async act(stage) {
      const { attacker, place, policy } = stage;
      await attacker().detach(policy("no-iam-users"), place("Root"));
      await attacker().detach(policy("developers-no-iam"), place("Root/Workloads"));
      await makeUser(stage, "dev", 2);
    },
    ends: contained("dev"),
  },
  {
    id: "key-made-again-and-again",
    title: "A script makes a new key for its user every three seconds, and frees it of what denies",
    expects: "revert",
    async act(stage) {
      const iam = await makeUser(stage, "management");
      for (let round = 0; round < 8; round++) {
        await stage.pass(3 * SECOND);
        const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
        for (const { AccessKeyId } of AccessKeyMetadata.slice(0, -1)) {
          await iam.deleteAccessKey({ UserName, AccessKeyId });
        }
        await iam.createAccessKey({ UserName });
        await iam.detachUserPolicy({ UserName, PolicyArn: QUARANTINE }).catch(() => {});
      }
    },
    ends: contained("management"),
  },
  {
    id: "user-without-room",
    title: "A user has the ten policies that it can have: one makes room for the one that denies",
    expects: "revert",
    async act(stage) {
      const { iam } = stage.attacker();
      await iam.createUser({ UserName });
      for (const PolicyArn of TEN) await iam.attachUserPolicy({ UserName, PolicyArn });
      await iam.createAccessKey({ UserName });
    },
    ends: contained("management"),
    also: told("detach arn:aws:iam::aws:policy/ReadOnlyAccess from eve"),
  },
  {
    id: "key-for-an-emergency",
    title: "A user for emergencies gets a key: told at once, and inactive after twelve hours",
    expects: "revert",
    patience: 13 * 3600 * SECOND,
    async act(stage) {
      const { attacker, place, policy } = stage;
      await attacker().detach(policy("no-iam-users"), place("Root"));
      await attacker().detach(policy("developers-no-iam"), place("Root/Workloads"));
      await attacker(place("production")).iam.createAccessKey({ UserName: "olivia" });
    },
    ends({ before, attacked }, stage) {
      const key = `${stage.place("production")}/user/olivia`;
      const there = attacked.iam.users[key];
      if (there === undefined) throw new Error("olivia is gone");
      const inactive = Object.keys(there.credentials).map((id) => [id, "Inactive"] as const);
      const left = { ...there, credentials: Object.fromEntries(inactive) };
      return { ...before, iam: { ...attacked.iam, users: { ...attacked.iam.users, [key]: left } } };
    },
    also: ({ writes, attackedAt }) => {
      const ended = writes.find(({ action }) => action === "iam:UpdateAccessKey");
      const hours = ((ended?.at ?? 0) - attackedAt) / (3600 * SECOND);
      return [(hours < 12 || hours > 12.2) && `the key was made inactive after ${hours} hours`];
    },
  },
  {
    id: "user-in-a-new-account",
    title:
      "An account joins, and has a user before its forwarders are there: its first scan finds it",
    expects: "alert",
    patience: 40 * MINUTE,
    act: async (stage) => slipIn(stage, await join(stage)),
    ends: ({ after }) => after,
    also: userContained(newAccount),
  },
  {
    id: "account-out-of-reach",
    title: "A scan can't look into a new account yet: it says so, and finds a user in another one",
    expects: "alert",
    async act(stage) {
      const { lab } = stage;
      await join(stage);
      const restore = lab.trouble.events({ pattern: { source: ["aws.iam"] }, lose: 1 });
      const { iam } = stage.attacker();
      await iam.createUser({ UserName });
      await iam.createAccessKey({ UserName });
      restore();
      stage.scan();
    },
    ends: ({ after }) => after,
    also: (evidence, stage) => [
      ...userContained(() => stage.place("management"))(evidence, stage),
      !evidence.alerts.some(
        ({ byProtocol }) =>
          JSON.stringify(byProtocol).includes(newAccount(evidence)) &&
          /not checked/i.test(JSON.stringify(byProtocol)),
      ) && "nobody was told that the new account is not checked",
    ],
  },
];
