import type { Caller, Output } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { keyOf } from "./keys.ts";
import { observe, type Reads, survey } from "./live.ts";

const SCP = keyOf(securecart, "SERVICE_CONTROL_POLICY");

type Roots = NonNullable<Output<Reads>["Roots"]>;

/** ListRoots, one page a root. */
function listing(...roots: Roots): Caller<Reads> {
  const pages = roots.map((root) => ({ Roots: [root], $metadata: {} }));
  return {
    call: () => Promise.reject(new Error("ListRoots has pages")),
    at() {
      throw new Error("it is asked at home");
    },
    async *pages() {
      yield* [{ Roots: [], $metadata: {} }, ...pages] as never[];
    },
  };
}

const root = (Status?: string) => ({
  Id: idOf("Root"),
  // An SDK of tomorrow may know a status that this one does not.
  PolicyTypes: Status === undefined ? [] : [{ Type: "SERVICE_CONTROL_POLICY", Status } as never],
});

describe("a policy type", () => {
  it.each([
    ["ENABLED", { kind: "present", live: { status: "ENABLED" } }],
    ["PENDING_ENABLE", { kind: "pending" }],
    ["PENDING_DISABLE", { kind: "pending" }],
    [undefined, { kind: "absent" }],
    ["SUSPENDED", { kind: "unknown", error: { code: "STATUS_UNKNOWN" } }],
  ])("that AWS says is %s", async (status, expected) => {
    expect(await observe(SCP, listing(root(status)), securecart)).toMatchObject(expected);
  });

  it("is unknown where the organization has another root than the one that is pinned", async () => {
    const other = { ...root("ENABLED"), Id: "r-0000" };
    expect(await observe(SCP, listing(other), securecart)).toMatchObject({
      kind: "unknown",
      error: { code: "ROOT_MISSING" },
    });
    expect(await observe(SCP, listing(other, root("ENABLED")), securecart)).toMatchObject({
      kind: "present",
    });
  });

  it("is surveyed with the others in one listing", async () => {
    const kinds: string[] = [];
    for await (const { key, observed } of survey(listing(root("ENABLED")), securecart)) {
      kinds.push(`${key.resource} ${observed.kind}`);
    }
    expect(kinds.toSorted()).toEqual([
      "AISERVICES_OPT_OUT_POLICY absent",
      "RESOURCE_CONTROL_POLICY absent",
      "SERVICE_CONTROL_POLICY present",
    ]);
  });
});
