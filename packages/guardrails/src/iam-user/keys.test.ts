import type { TrailRecord } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { record, securecart } from "../securecart.fixture.ts";
import { baseline, DEV, OLIVIA, PRODUCTION } from "./fixture.ts";
import { declaredKeys, keyOf, keysOf } from "./keys.ts";

const led = (parts: Partial<TrailRecord>, by = baseline) =>
  keysOf(record("CreateAccessKey", { account: DEV, ...parts }), by).map(({ resource }) => resource);

describe("an event of iam-user", () => {
  it("leads to the user that it names, in its own account", () => {
    const request = { userName: "eve" };
    const keys = keysOf(record("CreateUser", { account: DEV, request }), baseline);
    expect(keys).toEqual([keyOf(baseline, DEV, "eve")]);
  });

  it("leads to a renamed user under both names", () => {
    expect(led({ request: { userName: "eve", newUserName: "adam" } })).toEqual(["eve", "adam"]);
  });

  it("leads to whom the answer names, where a user calls for itself", () => {
    expect(led({ response: { accessKey: { userName: "eve", status: "Active" } } })).toEqual([
      "eve",
    ]);
  });

  it("leads to the caller where nothing is named", () => {
    const arn = `arn:aws:iam::${DEV}:user/staff/eve`;
    expect(led({ actor: { type: "IAMUser", name: "eve", arn } })).toEqual(["eve"]);
    expect(led({})).toEqual([]);
  });

  it("leads to a declared user in whatever case it is named", () => {
    expect(led({ request: { userName: "LEGACY" } })).toEqual(["Legacy"]);
  });

  it("makes no key of what can't be a user's name", () => {
    for (const userName of ["../eve", "", "a".repeat(65), 7, null]) {
      expect(led({ request: { userName } })).toEqual([]);
    }
  });

  it("leads nowhere as long as nobody has declared which users there may be", () => {
    const { iamUsers: _, ...without } = securecart;
    expect(led({ request: { userName: "eve" } }, without)).toEqual([]);
    expect(declaredKeys(without)).toEqual([]);
  });
});

it("declared users are those that are allowed, and those for emergencies in each of their accounts", () => {
  const declared = declaredKeys(baseline).map(({ account, resource }) => `${account}/${resource}`);
  expect(declared).toContain(`${DEV}/Legacy`);
  expect(declared).toContain(`${PRODUCTION}/olivia`);
  expect(declared).toHaveLength(3);
  expect(OLIVIA).toContain(PRODUCTION);
});
