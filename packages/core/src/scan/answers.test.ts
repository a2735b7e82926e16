import { describe, expect, it } from "vitest";
import { AwsError, type AwsErrorClass } from "../errors.ts";
import { createAnswers } from "./answers.ts";

const refusal = (errorClass: AwsErrorClass) =>
  new AwsError("sso:Get", "SomeException", errorClass, "refused");

/** Asks twice for the same; what it got, and how often AWS was asked. */
async function twice(answers: ReturnType<typeof createAnswers>, answer: () => Promise<unknown>) {
  let asked = 0;
  const ask = () => {
    asked += 1;
    return answer();
  };
  const got = [
    await answers.once("sso:Get {}", ask).catch((error: unknown) => error),
    await answers.once("sso:Get {}", ask).catch((error: unknown) => error),
  ];
  return { got, asked };
}

describe("an answer", () => {
  it("is had once, and known in later slices", async () => {
    const learnt: (readonly [string, unknown])[] = [];
    const answers = createAnswers([], (...one) => void learnt.push(one));
    expect(await twice(answers, async () => 7)).toEqual({ got: [7, 7], asked: 1 });
    expect(await twice(createAnswers(learnt), async () => 8)).toEqual({ got: [7, 7], asked: 0 });
  });

  it("may be that something is not there", async () => {
    const learnt: (readonly [string, unknown])[] = [];
    const answers = createAnswers([], (...one) => void learnt.push(one));
    const gone = refusal("gone");
    const refuse = () => Promise.reject(gone);
    expect(await twice(answers, refuse)).toEqual({ got: [gone, gone], asked: 1 });
    expect(await twice(createAnswers(learnt), refuse)).toEqual({ got: [gone, gone], asked: 0 });
  });

  it.each(["denied", "throttled", "transient"] as const)("is not that it is %s", async (why) => {
    const learnt: unknown[] = [];
    const answers = createAnswers([], (...one) => void learnt.push(one));
    const error = refusal(why);
    const refuse = () => Promise.reject(error);
    expect(await twice(answers, refuse)).toEqual({ got: [error, error], asked: 2 });
    expect(learnt).toEqual([]);
  });
});
