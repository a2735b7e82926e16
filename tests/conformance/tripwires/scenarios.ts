/** What the conformance suite has to know of a tripwire: what trips it, and what looks as if it did. */
import type { Severity } from "@holdfast/core";
import type { Lab } from "@holdfast/lab";

/** Something that happens; each time it is recorded anew. */
export interface Happening {
  readonly title: string;
  happen(lab: Lab): void;
}

export interface Trips extends Happening {
  readonly severity: Severity;
  /** What people are told, as it begins. */
  readonly says: string;
}

export interface TripwireScenarios {
  /**
   * Each is a cause for alarm by itself, with a threshold as often as that takes. All are about one
   * key: together they are one incident.
   */
  readonly trips: readonly [Trips, ...Trips[]];
  /** What looks alike and is no cause for alarm. */
  readonly passes: readonly Happening[];
  /** Name that modes and exemptions of the key go by. */
  readonly subject: string;
  /**
   * Recorded events that trip it once they happen in an account of SecureCart's: file -> what they
   * say, as it begins. Empty where none of that kind has been recorded.
   */
  readonly recorded: Readonly<Record<string, string>>;
}
