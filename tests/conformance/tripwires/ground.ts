/** A lab on which things happen, and what a tripwire has told of them. */
import type { Baseline, Tripwire } from "@holdfast/core";
import type { AsffFinding, Lab, RecordJson } from "@holdfast/lab";
import { enforcing, openTestLab } from "../../support/lab.ts";
import { baseline as secureCart } from "../../support/securecart.ts";

const MINUTE = 60_000;

/** An alert in its machine form. */
export interface Told {
  readonly outcome: string;
  readonly severity: string;
  readonly summary: string;
  readonly key: string;
  readonly causeCount: number;
  readonly notes: readonly string[];
  /** The mail. */
  readonly text: string;
  readonly subject: string;
}

export interface Ground {
  readonly lab: Lab;
  /** Lets minutes pass; ten are enough for retries and for what waits for the table. */
  pass(minutes?: number): Promise<void>;
  findings(): readonly AsffFinding[];
  alerts(): readonly Told[];
}

/** @param baseline that the functions have instead of SecureCart's */
export async function onGround<T>(
  { id }: Tripwire,
  act: (ground: Ground) => Promise<T>,
  baseline: Baseline = secureCart,
): Promise<T> {
  const { lab } = openTestLab({}, enforcing(baseline));
  try {
    return await act({
      lab,
      pass: (minutes = 10) => lab.clock.drain(lab.clock.now() + minutes * MINUTE),
      findings: () => lab.findings().filter(({ GeneratorId }) => GeneratorId === `holdfast/${id}`),
      alerts: () =>
        lab
          .published()
          .map(({ byProtocol, message, subject }) => ({
            ...JSON.parse(byProtocol.sqs ?? "{}"),
            text: message,
            subject: subject ?? "",
          }))
          .filter(({ key }) => String(key).startsWith(`${id}/`)),
    });
  } finally {
    await lab.close();
  }
}

/** How often one event has to happen. */
export function times({ threshold }: Tripwire): readonly number[] {
  return Array.from({ length: threshold?.count ?? 1 }, (_, index) => index);
}

/** The records of what happens, without anything being delivered. */
export function recordsOf(lab: Lab, happen: (lab: Lab) => void): readonly RecordJson[] {
  const before = lab.records().length;
  const restore = lab.trouble.events({ lose: 1 });
  happen(lab);
  restore();
  return lab.records().slice(before);
}
