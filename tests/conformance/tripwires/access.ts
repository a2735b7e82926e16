/** Break-glass principals in use, and IAM changes that are refused. */
import { accountId, call, happens, NO_POLICY, refused, session, user } from "./record.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const PRODUCTION = accountId("production");
const OLIVIA = user("production", "break-glass/olivia");
const signIn = { account: PRODUCTION, kind: "user" } as const;

const breakGlassUse: TripwireScenarios = {
  subject: "production",
  trips: [
    {
      title: "the user signs in",
      severity: "CRITICAL",
      says: "user/break-glass/olivia of production signed in without MFA",
      happen: (lab) => lab.signIn({ ...signIn, name: "break-glass/olivia", outcome: "success" }),
    },
    {
      title: "somebody fails to sign in as the user",
      severity: "MEDIUM",
      says: "a sign-in as user/break-glass/olivia of production failed",
      happen: (lab) => lab.signIn({ ...signIn, name: "olivia", outcome: "failure" }),
    },
    {
      title: "the user reads",
      severity: "CRITICAL",
      says: "user/break-glass/olivia of production called sts:GetCallerIdentity",
      happen: happens(call(OLIVIA, "sts:GetCallerIdentity", { readOnly: true })),
    },
    {
      title: "the user is refused something",
      severity: "CRITICAL",
      says: "user/break-glass/olivia of production called iam:CreateUser: AccessDenied",
      happen: happens(call(OLIVIA, "iam:CreateUser", refused("iam:CreateUser", "user x"))),
    },
  ],
  passes: [
    {
      title: "a user of that name without the path calls",
      happen: happens(call(user("production", "olivia"), "iam:CreateUser")),
    },
    {
      title: "the user of that name in an account that has none calls",
      happen: happens(call(user("dev", "break-glass/olivia"), "iam:CreateUser")),
    },
    {
      title: "a session names itself after the user",
      happen: happens(call(session("production", "Developer", "olivia"), "iam:CreateUser")),
    },
    {
      title: "somebody else fails to sign in",
      happen: (lab) => lab.signIn({ ...signIn, name: "oscar", outcome: "failure" }),
    },
    {
      title: "a service reads with the user's rights",
      happen: happens(
        call({ ...OLIVIA, invokedBy: "support.amazonaws.com" }, "iam:GetUser", { readOnly: true }),
      ),
    },
  ],
  recorded: {},
};

const developer = (name: string) => session("staging", "Developer", name);
const createUser = (name: string, by?: string) =>
  happens(call(developer(name), "iam:CreateUser", refused("iam:CreateUser", "user x", by)));

const deniedIamChanges: TripwireScenarios = {
  subject: "staging",
  trips: [
    {
      title: "a session is refused five changes",
      severity: "HIGH",
      says: "a service control policy refused dave (role Developer) iam:CreateUser",
      happen: createUser("dave"),
    },
    {
      title: "a session of another name is, by a policy that AWS names",
      severity: "HIGH",
      says: "a service control policy refused eve (role Developer) iam:CreateUser",
      happen: createUser(
        "eve",
        "with an explicit deny in a service control policy: arn:aws:organizations::100000000001:policy/o-5ecurecart/service_control_policy/p-00000001",
      ),
    },
  ],
  passes: [
    { title: "nobody has allowed it", happen: createUser("dave", NO_POLICY) },
    {
      title: "something is only looked at",
      happen: happens(
        call(developer("dave"), "iam:ListUsers", {
          ...refused("iam:ListUsers", "*"),
          readOnly: true,
        }),
      ),
    },
    { title: "it works", happen: happens(call(developer("dave"), "iam:CreateUser")) },
  ],
  recorded: {},
};

export const accessScenarios: Readonly<Record<string, TripwireScenarios>> = {
  "break-glass-use": breakGlassUse,
  "denied-iam-changes": deniedIamChanges,
};
