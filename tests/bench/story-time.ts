/** How long all stories of `npm start` take, played as it plays them. Informal: no goal. */
import type { Artifact } from "@holdfast/cli/build";
import { openLab } from "@holdfast/cli/open-lab";
import type { Baseline } from "@holdfast/core";
import { createVirtualClock } from "@holdfast/lab";
import { play, stories } from "@holdfast/lab/stories";
import type { Figure } from "./figure.ts";

export async function storyTime(baseline: Baseline, artifact: Artifact): Promise<Figure[]> {
  const began = performance.now();
  let virtual = 0;
  for (const [index, story] of stories.entries()) {
    const startsAt = Date.parse(story.startsAt ?? "2026-11-23T09:00:00Z");
    const clock = createVirtualClock(startsAt);
    const opened = await openLab({
      baseline,
      artifact,
      clock,
      port: 0,
      seed: index + 1,
      eventDelay: 1000,
      enforce: true,
    });
    try {
      await play(story, opened.scene);
      virtual += clock.now() - startsAt;
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
