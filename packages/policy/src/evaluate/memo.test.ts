import { expect, it } from "vitest";
import { Memo } from "./memo.ts";

function counting<T>(make: (text: string) => T, max: number) {
  const asked: string[] = [];
  const memo = new Memo((text) => {
    asked.push(text);
    return make(text);
  }, max);
  return { memo, asked };
}

it("an answer is worked out once", () => {
  const { memo, asked } = counting((text) => [text], 3);
  const first = memo.of("a");
  expect(first).toEqual(["a"]);
  expect(memo.of("b")).toEqual(["b"]);
  expect(memo.of("a")).toBe(first);
  expect(asked).toEqual(["a", "b"]);
});

it("no more answers are kept than may be", () => {
  const { memo, asked } = counting((text) => text, 2);
  for (const text of ["a", "b", "a", "b"]) memo.of(text);
  expect(asked).toEqual(["a", "b"]);
  for (const text of ["c", "c", "a", "a", "b"]) memo.of(text);
  expect(asked).toEqual(["a", "b", "c", "a", "b"]);
});

it("no answer is kept of what has none", () => {
  const { memo, asked } = counting((text) => (text === "" ? undefined : text), 1);
  for (const text of ["a", "", "", "a"]) memo.of(text);
  expect(asked).toEqual(["a", "", ""]);
});
