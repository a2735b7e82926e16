/** CloudTrail: keeps a record of every management event and hands each on to EventBridge. */
import type { Json } from "@holdfast/core";
import type { LabClock } from "./clock.ts";
import type { CallOutcome } from "./endpoint.ts";
import { type RandomSource, randomUuid } from "./random.ts";
import type { Call } from "./service.ts";
import { envelopeOf } from "./trail/envelope.ts";
import { isManagementEvent, type RecordJson, recordOf } from "./trail/record.ts";
import { type ServiceEvent, serviceRecordOf } from "./trail/service-event.ts";
import { detailTypeOf, type SignIn, signInRecordOf } from "./trail/sign-in.ts";

export interface Trail {
  /** Takes a call that has been answered, also a refused one. */
  write(call: Call, outcome: CallOutcome): void;
  /** Takes what AWS Organizations did by itself. */
  announce(event: ServiceEvent): void;
  signIn(signIn: SignIn): void;
  /**
   * Takes a record as a service writes it. What it does not have is added: when it happened (now),
   * where (us-east-1, the account of its identity), its id, and that it is a management event.
   * Throws if neither the record nor its identity says in whose trail it is.
   */
  recorded(record: RecordJson): void;
  /** All records in the order of the events. */
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

  const stamp = () => ({ at: isoSeconds(clock.now()), eventID: randomUuid(random) });

  function keep(record: RecordJson, detailType?: string): void {
    records.push(record);
    publish(envelopeOf(record, randomUuid(random), detailType));
  }

  return {
    write(call, outcome) {
      if (isManagementEvent(call)) keep(recordOf(call, outcome, { ...stamp(), since }));
    },
    announce: (event) => keep(serviceRecordOf(event, stamp())),
    signIn: (signIn) => keep(signInRecordOf(signIn, stamp()), detailTypeOf(signIn)),
    recorded(record) {
      const { at, eventID } = stamp();
      keep({
        eventVersion: "1.11",
        eventTime: at,
        awsRegion: "us-east-1",
        eventID,
        readOnly: false,
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: accountOf(record),
        eventCategory: "Management",
        ...record,
      });
    },
    records: () => records,
  };
}

function accountOf({ userIdentity, recipientAccountId, eventName }: RecordJson): Json {
  if (recipientAccountId !== undefined) return recipientAccountId;
  const isObject = typeof userIdentity === "object" && userIdentity !== null;
  if (isObject && "accountId" in userIdentity) return userIdentity.accountId;
  throw new Error(`the record of ${eventName} needs a recipientAccountId`);
}

/** CloudTrail times have no fraction. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
