import type { Caller } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { accountsOf } from "./places.ts";

type Reads = "organizations:ListAccounts";

/** Organizations with these accounts. */
function listing(...Accounts: readonly { readonly Id: string; readonly State?: string }[]) {
  const aws = {
    at: () => aws,
    async *pages() {
      yield { Accounts };
    },
  };
  return aws as unknown as Caller<Reads>;
}

describe("the accounts that a scan goes through", () => {
  it("are those in use and those declared, each once", async () => {
    const aws = listing({ Id: "2", State: "ACTIVE" }, { Id: "1", State: "ACTIVE" });
    expect(await accountsOf(aws, ["3", "1"])).toEqual(["1", "2", "3"]);
  });

  it.each(["CLOSED", "PENDING_ACTIVATION", "PENDING_CLOSURE", "SUSPENDED"])(
    "are not those that are %s",
    async (State) => {
      expect(await accountsOf(listing({ Id: "1", State }), [])).toEqual([]);
    },
  );

  it("are also those whose state AWS does not say, or says with a word yet to come", async () => {
    const aws = listing({ Id: "1" }, { Id: "2", State: "RESTRICTED" });
    expect(await accountsOf(aws, [])).toEqual(["1", "2"]);
  });
});
