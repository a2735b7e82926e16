/** How a request came out, and why, in words. */
import type { Judgement, Refusal } from "../judge.ts";

export type Outcome = { readonly because: string } & (
  | { readonly kind: "allowed" | "unreadable" }
  | {
      readonly kind: "denied";
      /** Left out: there is nothing that could have allowed it. */
      readonly refusal?: Refusal;
      /** Names of all policies that deny it. */
      readonly deniedBy: () => ReadonlySet<string>;
    }
);

/** The outcome for somebody whose own permissions don't count. */
export function outcomeOf(judgement: Judgement): Outcome {
  switch (judgement.kind) {
    case "unreadable":
      return { kind: "unreadable", because: judgement.problem };
    case "allowed":
      return { kind: "allowed", because: whyAllowed(judgement.beyond) };
    case "denied": {
      const { refusal, deniedBy } = judgement;
      return { kind: "denied", because: whyRefused(refusal), refusal, deniedBy };
    }
  }
}

/** Why a control policy refused it. */
export function whyRefused({ policy, statement, level = "" }: Refusal): string {
  return policy === undefined
    ? `nothing allows it at ${level}`
    : `${policy} denies it by ${statement}, attached to ${level}`;
}

function whyAllowed(beyond: "management-account" | "service-linked-role" | undefined): string {
  if (beyond === "management-account") {
    return "control policies never limit the management account";
  }
  return beyond === "service-linked-role"
    ? "control policies never limit service-linked roles"
    : "no policy denies it";
}
