import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessOf } from "./access.ts";

const TOKEN = "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx";
const PATH = "/services/T01234567/B01234567/AbCdEfGhIjKlMnOpQrStUvWx";
const URL = `https://hooks.slack.com${PATH}`;

describe("what a secret holds", () => {
  it.each([
    ["a token", TOKEN, { kind: "token", token: TOKEN }],
    ["a token that rotates", `xoxe.${TOKEN}`, { kind: "token", token: `xoxe.${TOKEN}` }],
    ["a webhook", URL, { kind: "webhook", path: PATH }],
    ["a line break at its end", `${TOKEN}\n`, { kind: "token", token: TOKEN }],
    [
      "what the console makes of it",
      JSON.stringify({ slack: URL }),
      { kind: "webhook", path: PATH },
    ],
  ])("may be %s", (_what, text, access) => {
    expect(accessOf(text)).toEqual(access);
  });

  it.each([
    ["nothing", ""],
    ["somebody else's address", "https://evil.example/services/T0/B0/abcdefgh"],
    [
      "an address that only begins like Slack's",
      "https://hooks.slack.com.evil.example/services/T0",
    ],
    ["an address with credentials", "https://hooks.slack.com@evil.example/services/T0"],
    ["an address without TLS", URL.replace("https", "http")],
    ["a token that would break a header", `${TOKEN}\r\nx: y`],
    ["two values", JSON.stringify({ a: TOKEN, b: URL })],
    ["half a JSON object", `{"a":"${TOKEN}"`],
    ["a number", JSON.stringify({ a: 1 })],
  ])("may not be %s, and what it is instead is not told", (_what, text) => {
    expect(() => accessOf(text)).toThrow("neither a bot token nor the URL");
  });

  it("is never repeated in an error, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), (text) => {
        try {
          accessOf(text);
        } catch (error) {
          const { message, stack = "", cause } = error as Error;
          expect(cause).toBeUndefined();
          expect(`${message}${stack.split("\n")[0]}`).not.toContain(text);
        }
      }),
    );
  });
});
