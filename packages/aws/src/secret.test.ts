import { describe, expect, it } from "vitest";
import type { Call } from "./call.ts";
import { createSecret } from "./secret.ts";

function fixture(values: readonly (string | undefined)[]) {
  let now = 0;
  const asked: unknown[] = [];
  const call: Call = async (action, input) => {
    expect(action).toBe("secretsmanager:GetSecretValue");
    asked.push(input);
    const SecretString = values[Math.min(asked.length, values.length) - 1];
    return { SecretString } as never;
  };
  const secret = createSecret("holdfast/slack", { now: () => now });
  const pass = (ms: number) => {
    now += ms;
  };
  return { secret, asked, read: () => secret.read(call), pass };
}

describe("a secret", () => {
  it("is read when it is needed, and then remembered for a few minutes", async () => {
    const { read, asked, pass } = fixture(["one", "two"]);
    expect(asked).toEqual([]);
    expect([await read(), await read()]).toEqual(["one", "one"]);
    expect(asked).toEqual([{ SecretId: "holdfast/slack" }]);
    pass(5 * 60_000);
    expect(await read()).toBe("two");
  });

  it("is read again at once when it was forgotten", async () => {
    const { secret, read } = fixture(["one", "two"]);
    await read();
    secret.forget();
    expect(await read()).toBe("two");
  });

  it("that holds no text is an error that says what to do", async () => {
    const { read } = fixture([undefined]);
    await expect(read()).rejects.toMatchObject({ code: "SECRET_EMPTY", source: "user" });
  });
});
