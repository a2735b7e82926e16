/** The trails that a baseline declares, in full agreement with it. */
import type { Baseline } from "@holdfast/core";
import { ALL_MANAGEMENT_EVENTS, type TrailState, type Trails, trailArn } from "./state.ts";

export function seedTrails({ securityServices }: Baseline): Trails {
  const trails = (securityServices?.trails ?? []).map(
    ({ region, prefix, key, ...declared }): TrailState => ({
      ...declared,
      homeRegion: region,
      prefix,
      key,
      multiRegion: true,
      globalEvents: true,
      validation: true,
      logging: true,
      selectors: ALL_MANAGEMENT_EVENTS,
    }),
  );
  return new Map(trails.map((trail) => [trailArn(trail), trail]));
}
