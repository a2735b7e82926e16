import type { Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { readBaseline } from "../baseline.ts";
import { heldThing } from "./held-thing.ts";

const baseline = readBaseline("examples/securecart");
const [group] = baseline.identityCenter?.groups ?? [];
const [member] = group?.members ?? [];
if (group === undefined || member === undefined) throw new Error("SecureCart guards a group");

describe("what a hold is on", () => {
  it.each([
    ["an account's name", "production", "100000000009"],
    ["an account's id", "100000000009", "100000000009"],
    ["the id of an account that is not declared", "999999999999", "999999999999"],
    ["a group's name", group.name, group.id],
    ["a user's name", member.name, member.id],
    ["a user's id", member.id, member.id],
    ["a user's ARN", `arn:aws:identitystore:::user/${member.id}`, member.id],
    ["a group's id in capitals", group.id.toUpperCase(), group.id],
    ["another ARN", "arn:aws:iam::100000000009:role/x", "arn:aws:iam::100000000009:role/x"],
  ])("is found by %s", (_what, named, on) => {
    expect(heldThing(named, baseline)).toBe(on);
  });

  it.each(["", "prodcution", "nobody@securecart.example", "11111111-2222"])(
    "is not %j: it would hold nothing",
    (named) => {
      expect(() => heldThing(named, baseline)).toThrow("is no account, user or group");
    },
  );

  it("has to be said by its id where a name fits several", () => {
    const { identityCenter } = baseline;
    if (identityCenter === undefined) throw new Error("SecureCart has Identity Center");
    const twice: Baseline = {
      ...baseline,
      identityCenter: { ...identityCenter, groups: [{ ...group, name: "production" }] },
    };
    expect(() => heldThing("production", twice)).toThrow(
      expect.objectContaining({
        message: '"production" is the name of several things',
        hint: `Give an id: 100000000009, ${group.id}.`,
      }),
    );
  });
});
