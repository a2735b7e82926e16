/**
 * What a scan has read so far, in the table. A survey is a generator that can't be stored; but it does
 * the same again if it is told the same, so a later slice starts it anew and answers from here until
 * it comes to what nobody has read yet.
 */
import type { Json } from "../../json.ts";
import { type Answers, createAnswers } from "../answers.ts";
import { type Chunks, fits } from "./chunks.ts";
import { fromJson, toJson } from "./value.ts";

export interface Journal {
  readonly answers: Answers;
  /** Writes down what was learnt since the last time. */
  flush(): Promise<void>;
}

/** @param slice number of this slice: what others wrote is never written over */
export async function openJournal(chunks: Chunks, slice: number): Promise<Journal> {
  const known = (await chunks.read("journal")).map((element) => {
    // Written below, in pairs.
    const [call, answer] = element as readonly [string, Json];
    return [call, fromJson(answer)] as const;
  });
  let learnt: Json[] = [];
  let flushes = 0;
  return {
    answers: createAnswers(known, (call, answer) => void learnt.push([call, toJson(answer)])),
    async flush() {
      // What is too large for the table is read once more by the next slice.
      const elements = learnt.filter(fits);
      learnt = [];
      if (elements.length === 0) return;
      flushes += 1;
      await chunks.write(`journal#${padded(slice)}#${padded(flushes)}`, elements);
    },
  };
}

function padded(number: number): string {
  return String(number).padStart(5, "0");
}
