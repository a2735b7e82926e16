/** CloudTrail records of the lab as EventBridge delivers them, to be delivered once more or altered. */
import { envelopeOf, type RecordJson } from "@holdfast/lab";

/** @param changes members of the record that shall be other than they were */
export function eventOf(record: RecordJson, changes: RecordJson = {}): RecordJson {
  return envelopeOf({ ...record, ...changes }, String(changes.eventID ?? record.eventID));
}
