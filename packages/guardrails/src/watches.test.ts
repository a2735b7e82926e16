import { describe, expect, it } from "vitest";
import { guardrails, tripwires } from "./index.ts";
import { securecart } from "./securecart.fixture.ts";

const watching = [
  ...guardrails.map(({ id, watches }) => ({ id, watches })),
  ...tripwires.map(({ id, watches }) => ({ id, watches: watches(securecart) })),
];

describe.each(watching)("the watches of $id", ({ watches }) => {
  // Every account of the organization may put events on the hub bus and say in them what it likes, but
  // for the source: those that begin with "aws." are AWS's own (EventBridge guide, PutEvents).
  it("take only events that nobody but AWS can send", () => {
    for (const { pattern } of watches) {
      const sources = [pattern.source ?? "whatever"].flat().map((one) => JSON.stringify(one));
      expect(sources.filter((one) => !/^(\{"prefix":)?"aws\./.test(one))).toEqual([]);
    }
  });
});
