/** Work on the directory that is no call of the lab's APIs: done, attributed and written down as CloudTrail would. */
import type { Random } from "@holdfast/core";
import type { OrganizationStore } from "../organizations/store.ts";
import { randomUuid } from "../random.ts";
import type { RecordJson } from "../trail/record.ts";

export interface ByHandOptions {
  readonly store: OrganizationStore;
  readonly random: Random;
  readonly region: string;
  recorded(record: RecordJson): void;
}

/** Does one thing, and records it under its name. */
export type ByHand = <T>(
  eventName: string,
  requestParameters: RecordJson,
  run: () => T,
  answer?: (done: T) => RecordJson | null,
) => T;

/** @param common members that all records have: who did it, through which service */
export function byHand(
  { store, random, region, recorded }: ByHandOptions,
  common: RecordJson,
): ByHand {
  return (eventName, requestParameters, run, answer = () => null) => {
    const requestID = randomUuid(random);
    const done = store.during(requestID, run);
    recorded({
      ...common,
      eventName,
      awsRegion: region,
      requestParameters,
      responseElements: answer(done),
      requestID,
      recipientAccountId: store.current().management,
    });
    return done;
  };
}
