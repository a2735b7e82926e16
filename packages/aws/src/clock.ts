/** The real clock: what Lambda and the CLI pass where code asks for a `Clock`. */
import { setTimeout } from "node:timers/promises";
import type { Clock } from "@holdfast/core";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => setTimeout(ms),
};
