import { describe, expect, it } from "vitest";
import { openTestLab } from "../support/lab.ts";
import { drawable } from "./operations.ts";
import { simulate } from "./simulate.ts";

/** Seeds that once violated something stay here, whatever the first two hundred become. */
const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

describe("random histories", () => {
  it("draw from every write that the lab has", async () => {
    const { lab } = openTestLab({}, null);
    try {
      expect(drawable.toSorted()).toEqual(lab.writeOperations().toSorted());
    } finally {
      await lab.close();
    }
  });

  it("replay exactly", async () => {
    expect(await simulate(7)).toEqual(await simulate(7));
  });

  it.each(SEEDS)(
    "of seed %i end as declared, and nothing unjustified happens on the way",
    async (seed) => {
      const { violations, told } = await simulate(seed);
      expect(violations, told.join("\n")).toEqual([]);
    },
  );
});
