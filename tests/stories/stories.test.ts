import { readFileSync } from "node:fs";
import { play, stories } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { told } from "../../packages/cli/src/show.ts";
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

describe("a story as people read it", () => {
  it("has a policy that was made again seen after it was made, not before", async () => {
    const story = stories.find(({ id }) => id === "policy-deleted");
    if (story === undefined) throw new Error("there is no story of a deleted policy");
    const opened = openTestLab({});
    try {
      const { timeline } = await play(story, opened.scene);
      const texts = timeline.map(({ text }) => text);
      const made = texts.indexOf("creates a policy named deny-delete-role");
      const missed = texts.map((text, at) => (text.endsWith("and is not attached") ? at : []));
      expect(missed.flat()).toHaveLength(2);
      expect(Math.min(...missed.flat())).toBeGreaterThan(made);
      expect(made).toBeGreaterThan(0);
    } finally {
      await opened.lab.close();
    }
  });
});

describe("the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, sample = ""] = /```text\n( 1 {2}.*?)```/s.exec(readme) ?? [];
  const shown = sample.split("…\n").filter((part) => /^ ?\d+ {2}/.test(part));

  it("says how many stories there are, and shows some", () => {
    const count = stories.length;
    expect(readme).toContain(`npm start   # ${count} stories`);
    expect(sample).toContain(`${count} of ${count} scenarios held.`);
    expect(shown.length).toBeGreaterThan(1);
  });

  it.each(shown)("shows %s", async (part) => {
    const number = Number.parseInt(part, 10);
    const story = stories[number - 1];
    if (story === undefined) throw new Error(`there is no story ${number}`);
    const opened = openTestLab({ seed: number });
    try {
      expect(told(number, await play(story, opened.scene)).trimEnd()).toBe(part.trimEnd());
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
