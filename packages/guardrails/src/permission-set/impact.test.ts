import { permissionSetByName } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { aws, INSTANCE } from "./fixture.ts";
import { impact } from "./impact.ts";
import type { Live, LiveSet } from "./live.ts";

const center = securecart.identityCenter;
const READ = center && permissionSetByName(center, "ReadOnlyAccess");

/** What a change of SecureCart's ReadOnlyAccess, which is in production, means. */
async function meaning(changes: Partial<LiveSet>, rest: Partial<Live> = {}) {
  if (READ === undefined) throw new Error("SecureCart has no ReadOnlyAccess");
  const { relayState = null, intended: _, ...declared } = READ;
  const set = { ...declared, relayState, inlinePolicy: null, boundary: null, ...changes };
  const live: Live = {
    set,
    places: 1,
    behind: [],
    current: [],
    failures: [],
    namesake: null,
    assigned: [],
    ...rest,
  };
  const want = { instance: INSTANCE, declared: READ, undeclared: "alert", accounts: [] } as const;
  return impact("ReadOnlyAccess", want, live, securecart);
}

const widened = { managedPolicies: [aws("AdministratorAccess"), aws("ReadOnlyAccess")] };

describe("what a widened set means", () => {
  it("is said with a call that it opens, where, for whom, and that accounts have it", async () => {
    const found = await meaning(widened);
    expect(found?.accounts).toBe(1);
    expect(found?.sentences[0]).toMatch(/in production may now call \S+/);
    expect(found?.sentences.slice(1)).toEqual([
      "it is assigned to SecureCart-Developers, SecureCart-Support",
      expect.stringContaining("it has been provisioned"),
    ]);
  });

  it("is nothing yet that any account has, before it is provisioned", async () => {
    const found = await meaning(widened, { behind: ["100000000009"] });
    expect(found?.sentences.at(-1)).toContain("it has not been provisioned");
  });

  it("is said of a policy whose text is not known by its name", async () => {
    const found = await meaning({ customerManagedPolicies: [{ name: "team", path: "/teams/" }] });
    expect(found?.sentences[0]).toBe("whoever has ReadOnlyAccess also has what /teams/team allows");
  });

  it("is not hidden by an inline policy that can't be read", async () => {
    const found = await meaning({ ...widened, inlinePolicy: "{ broken" });
    expect(found?.sentences[0]).toMatch(/in production may now call \S+/);
    expect(found?.sentences).toContain(
      "what the inline policy of ReadOnlyAccess gives is not known: it can't be read",
    );
  });
});

it("a set as declared means nothing", async () => {
  expect(await meaning({})).toBeUndefined();
});
