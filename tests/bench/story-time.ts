/** How long all stories of `npm start` take, played as it plays them. Informal: no goal. */
import type { Artifact } from "@holdfast/cli/build";
import type { Baseline } from "@holdfast/core";
import { play, stories } from "@holdfast/lab/stories";
import { openEnforced } from "./enforced-lab.ts";
import type { Figure } from "./figure.ts";

export async function storyTime(baseline: Baseline, artifact: Artifact): Promise<Figure[]> {
  const began = performance.now();
  let virtual = 0;
  for (const [index, story] of stories.entries()) {
    const startsAt = Date.parse(story.startsAt ?? "2026-11-23T09:00:00Z");
    const opened = await openEnforced({ baseline, artifact }, startsAt, index + 1);
    try {
      await play(story, opened.scene);
      virtual += opened.lab.clock.now() - startsAt;
    } finally {
      await opened.close();
    }
  }
  return [
    {
      id: "story-time",
      title: `All ${stories.length} stories of npm start`,
      value: (performance.now() - began) / 1000,
      unit: "s",
      note: `${(virtual / 3_600_000).toFixed(1)} hours of lab time`,
    },
  ];
}
