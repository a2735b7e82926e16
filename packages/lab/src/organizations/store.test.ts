import { describe, expect, it } from "vitest";
import { baseline, START } from "../lab.fixture.ts";
import { seedOrganization } from "../seed.ts";
import { createVirtualClock } from "../virtual-clock.ts";
import { createOrganizationStore } from "./store.ts";

function setup() {
  const clock = createVirtualClock(START);
  const store = createOrganizationStore(seedOrganization(baseline, START), clock);
  const rename = (root: string) => store.update({ root });
  const history = () => store.changes().map(({ at, requestId }) => [at - START, requestId]);
  return { clock, store, rename, history };
}

describe("the organization's history", () => {
  it("shows the past to a read that lags behind", async () => {
    const { clock, store, rename } = setup();
    const before = store.current().root;
    await clock.drain(START + 1_000);
    rename("r-new0");
    await clock.drain(START + 1_500);
    expect(store.view(0).root).toBe("r-new0");
    expect(store.view(500).root).toBe("r-new0");
    expect(store.view(501).root).toBe(before);
    // Older than the organization: its beginning.
    expect(store.view(9_000).root).toBe(before);
  });

  it("puts a change down to its call, also one in the background", async () => {
    const { clock, store, rename, history } = setup();
    store.during("one", () => {
      rename("r-one0");
      store.later(5_000, () => rename("r-one1"));
    });
    store.during("other", () => rename("r-other"));
    await clock.drain();
    expect(store.current().root).toBe("r-one1");
    expect(history()).toEqual([
      [0, undefined],
      [0, "one"],
      [0, "other"],
      [5_000, "one"],
    ]);
  });

  it("forgets the call after one that failed", () => {
    const { store, rename, history } = setup();
    const failing = () =>
      store.during("failed", () => {
        throw new Error("refused");
      });
    expect(failing).toThrow("refused");
    rename("r-none");
    expect(history()).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
  });
});
