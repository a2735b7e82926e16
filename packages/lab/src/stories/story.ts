/** What a story is: something happens to the organization, and it is known how that must end. */
import type { Lab } from "../model.ts";
import type { OrganizationSnapshot } from "../snapshot.ts";
import type { Attacker } from "./attacker.ts";
import type { Evidence } from "./evidence.ts";

/** What the stories are played on. */
export interface Stage {
  readonly lab: Lab;
  /** Id of a unit by its path or of an account by its name. Throws if the baseline has none. */
  place(name: string): string;
  /** Id of a declared policy by its name. Throws if the baseline has none. */
  policy(name: string): string;
  /** Identity Center as the baseline names its parts. */
  readonly center: CenterNames;
  /** Somebody with administrator rights, by access key; the management account's unless given. */
  attacker(accessKeyId?: string): Attacker;
  /** Puts a hold on an account, as the runbook does it: with one plain PutItem. */
  hold(on: string, reason: string): Promise<void>;
  /** Asks for a scan of everything, as its schedule does. */
  scan(): void;
  /** Lets time pass, with everything that happens in it. */
  pass(ms: number): Promise<void>;
  /** Role that the enforcer runs under, by name. */
  readonly enforcerRole: string;
  /** The same for Identity Center's. */
  readonly identityCenterRole: string;
}

/** Ids by what the baseline calls things; each throws if the baseline has no such thing. */
export interface CenterNames {
  readonly instance: string;
  readonly identityStore: string;
  /** ARN of a declared permission set. */
  permissionSet(name: string): string;
  group(name: string): string;
  user(name: string): string;
}

export interface Story {
  readonly id: string;
  /** What happens, as a clause for people. */
  readonly title: string;
  /**
   * How it must end. `revert`: everything is as before, by writes of the enforcer, the finding is
   * closed. `alert`: nothing is undone, a finding stays open and people were told. `nothing`:
   * nobody writes and nobody is disturbed.
   */
  readonly expects: "revert" | "alert" | "nothing";
  /** When it plays (ISO 8601); the lab's usual start unless given. */
  readonly startsAt?: string;
  /** Lab time after the act in which it must have ended. Milliseconds; 20 minutes unless given. */
  readonly patience?: number;
  act(stage: Stage): Promise<void>;
  /** How the organization must end if that differs from what `expects` says. */
  ends?(evidence: Evidence, stage: Stage): OrganizationSnapshot;
  /** Whatever else must hold: each entry says what does not. */
  also?(evidence: Evidence, stage: Stage): readonly (string | false)[];
}
