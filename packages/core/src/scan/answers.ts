/**
 * The answers that a scan has had: each read is made once, however many guardrails ask for it. AWS's
 * rates are per operation and for the whole organization (DescribePolicy: two a second), so a policy's
 * content that two guardrails need is worth remembering. And a survey that was interrupted is resumed
 * by starting it again: what it has read already comes from here.
 */
import { AwsError } from "../errors.ts";

export interface Answers {
  /**
   * The answer to a call, from memory or by `ask`; who asks while it is on its way waits for the
   * same one. That a thing is not there is an answer, too; other refusals are not remembered.
   */
  once(call: string, ask: () => Promise<unknown>): Promise<unknown>;
}

/**
 * @param known answers of earlier slices, by call; an `AwsError` is thrown again
 * @param learnt hears of each new one
 */
export function createAnswers(
  known: Iterable<readonly [call: string, answer: unknown]> = [],
  learnt: (call: string, answer: unknown) => void = () => {},
): Answers {
  const answers = new Map<string, Promise<unknown>>();
  for (const [call, answer] of known) answers.set(call, again(answer));
  return {
    once(call, ask) {
      const earlier = answers.get(call);
      if (earlier !== undefined) return earlier;
      const answer = ask();
      answers.set(call, answer);
      answer.then(
        (value) => learnt(call, value),
        (error: unknown) => {
          if (isGone(error)) learnt(call, error);
          else answers.delete(call);
        },
      );
      return answer;
    },
  };
}

function again(answer: unknown): Promise<unknown> {
  if (!(answer instanceof AwsError)) return Promise.resolve(answer);
  const refusal = Promise.reject(answer);
  // Perhaps nobody asks for it again.
  refusal.catch(() => {});
  return refusal;
}

function isGone(error: unknown): boolean {
  return error instanceof AwsError && error.class === "gone";
}
