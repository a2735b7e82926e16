import { play, stories } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { openTestLab } from "../support/lab.ts";

/** Every story of `npm start`, in process: the same handler, baseline and verdict. */
describe("with Holdfast", () => {
  it.each(stories.map((story) => [story.id, story] as const))("%s holds", async (_id, story) => {
    const opened = openTestLab(story.startsAt ? { startsAt: Date.parse(story.startsAt) } : {});
    try {
      const { played, problems } = await play(story, opened.scene);
      expect(problems).toEqual([]);
      expect(played.held).toBe(true);
    } finally {
      await opened.lab.close();
    }
  });
});

describe("without Holdfast", () => {
  it.each(stories.map((story) => [story.id, story] as const))(
    "%s holds only if nothing was to be done",
    async (_id, story) => {
      const options = story.startsAt ? { startsAt: Date.parse(story.startsAt) } : {};
      const opened = openTestLab(options, null);
      try {
        const { played } = await play(story, opened.scene);
        expect(played.held).toBe(story.expects === "nothing");
        expect(played.actions).toEqual([]);
      } finally {
        await opened.lab.close();
      }
    },
  );
});
