/** Events that must not pass unseen: there is nothing to put right, and people have to know. */
import type { Evidence } from "../evidence.ts";
import { callRecord, refusal, rootIdentity, sessionIdentity } from "../recorded.ts";
import type { Stage, Story } from "../story.ts";

const MINUTE = 60_000;

const once = ({ alerts, findings }: Evidence) => [
  alerts.length !== 1 && `${alerts.length} alerts instead of one`,
  findings.length !== 1 && `${findings.length} findings instead of one`,
];

/** So many different IAM changes of one role that a service control policy refuses, a minute apart. */
async function refusedChanges(stage: Stage, count: number): Promise<void> {
  for (let change = 0; change < count; change++) {
    const session = sessionIdentity(stage.place("staging"), "Developer", `dave-${change}`);
    stage.lab.recorded(
      callRecord(session, "iam:CreateUser", refusal("iam:CreateUser", `user backdoor-${change}`)),
    );
    await stage.pass(MINUTE);
  }
}

export const tripwireStories: readonly Story[] = [
  {
    id: "root-signs-in",
    title: "Root of production signs in with a password alone, and makes itself an access key",
    expects: "alert",
    async act({ lab, place, pass }) {
      const account = place("production");
      lab.signIn({ account, kind: "root", outcome: "success" });
      await pass(MINUTE);
      lab.recorded(callRecord(rootIdentity(account), "iam:CreateAccessKey"));
    },
    also: once,
  },
  {
    id: "root-signs-in-elsewhere",
    title: "Root of staging signs in through a Region where nobody works: heard all the same",
    expects: "alert",
    async act({ lab, place }) {
      lab.signIn({
        account: place("staging"),
        kind: "root",
        outcome: "success",
        region: "us-west-2",
      });
    },
    also: once,
  },
  {
    id: "root-session",
    title: "Somebody takes a root session in production from the management account",
    expects: "alert",
    async act({ lab, place }) {
      const admin = sessionIdentity(place("management"), "Admin", "mallory");
      lab.recorded(
        callRecord(admin, "sts:AssumeRoot", {
          readOnly: true,
          requestParameters: {
            targetPrincipal: place("production"),
            taskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword" },
          },
        }),
      );
    },
    also: once,
  },
  {
    id: "break-glass",
    title: "Somebody guesses at Olivia's break-glass password, then has it: told twice",
    expects: "alert",
    async act({ lab, place, pass }) {
      const account = place("production");
      for (let guess = 0; guess < 3; guess++) {
        lab.signIn({ account, kind: "user", name: "olivia", outcome: "failure" });
        await pass(10_000);
      }
      lab.signIn({ account, kind: "user", name: "break-glass/olivia", outcome: "success" });
    },
    also: ({ alerts, findings }) => [
      alerts.length !== 2 &&
        `${alerts.length} alerts instead of one for the guesses, one for the hit`,
      findings.length !== 1 && `${findings.length} findings instead of one`,
    ],
  },
  {
    id: "vpc-refused",
    title: "A developer tries to create a VPC outside the network account, and is refused",
    expects: "alert",
    async act({ lab, place }) {
      const developer = sessionIdentity(place("dev"), "Developer", "dave");
      lab.recorded(
        callRecord(developer, "ec2:CreateVpc", {
          awsRegion: "eu-west-1",
          errorCode: "Client.UnauthorizedOperation",
          errorMessage: "You are not authorized to perform this operation.",
          requestParameters: { cidrBlock: "10.0.0.0/16", instanceTenancy: "default" },
        }),
      );
    },
    also: once,
  },
  {
    id: "iam-attempts",
    title: "Five refused IAM changes within ten minutes, under five session names of one role",
    expects: "alert",
    act: (stage) => refusedChanges(stage, 5),
    also: once,
  },
  {
    id: "iam-attempts-repeated",
    title: "Four refused IAM changes, of which every event comes three times: not enough",
    expects: "nothing",
    async act(stage) {
      stage.lab.trouble.events({ repeat: 3, late: 5_000 });
      await refusedChanges(stage, 4);
    },
  },
];
