/** CloudTrail: keeps a record of every management call and hands each on to EventBridge. */
import type { LabClock } from "./clock.ts";
import type { CallOutcome } from "./endpoint.ts";
import { type RandomSource, randomUuid } from "./random.ts";
import type { Call } from "./service.ts";
import { envelopeOf, isManagementEvent, type RecordJson, recordOf } from "./trail/record.ts";

export interface Trail {
  /** Takes a call that has been answered, also a refused one. */
  write(call: Call, outcome: CallOutcome): void;
  /** All records in the order of the calls. */
  records(): readonly RecordJson[];
}

/** `publish` receives each record in its EventBridge envelope. */
export function createTrail(options: {
  readonly clock: LabClock;
  readonly random: RandomSource;
  publish(event: RecordJson): void;
}): Trail {
  const { clock, publish } = options;
  const random = options.random("cloudtrail");
  const since = isoSeconds(clock.now());
  const records: RecordJson[] = [];
  return {
    write(call, outcome) {
      if (!isManagementEvent(call)) return;
      const eventID = randomUuid(random);
      const record = recordOf(call, outcome, { at: isoSeconds(clock.now()), since, eventID });
      records.push(record);
      publish(envelopeOf(record, randomUuid(random)));
    },
    records: () => records,
  };
}

/** CloudTrail times have no fraction. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
