/**
 * The answers that a scan has had: each read is made once, however many guardrails ask for it. AWS's
 * rates are per operation and for the whole organization (DescribePolicy: two a second), so a policy's
 * content that two guardrails need is worth remembering. And a survey that was interrupted is resumed
 * by starting it again: what it has read already comes from here.
 */

export interface Answers {
  /**
   * The answer to a call, from memory or by `ask`; who asks while it is on its way waits for the
   * same one. A refusal is not remembered.
   */
  once(call: string, ask: () => Promise<unknown>): Promise<unknown>;
}

/**
 * @param known answers of earlier slices, by call
 * @param learnt hears of each new one
 */
export function createAnswers(
  known: Iterable<readonly [call: string, answer: unknown]> = [],
  learnt: (call: string, answer: unknown) => void = () => {},
): Answers {
  const answers = new Map<string, Promise<unknown>>();
  for (const [call, answer] of known) answers.set(call, Promise.resolve(answer));
  return {
    once(call, ask) {
      const earlier = answers.get(call);
      if (earlier !== undefined) return earlier;
      const answer = ask();
      answers.set(call, answer);
      answer.then(
        (value) => learnt(call, value),
        () => answers.delete(call),
      );
      return answer;
    },
  };
}
