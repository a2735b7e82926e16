/**
 * Counting towards a threshold. Events come late and in any order, so the count goes by their own
 * times and keeps more than the last window: the same events trip it in whatever order they come.
 */
import type { Threshold } from "../tripwire.ts";
import type { Heard } from "./heard.ts";

/** Later than this an event is not waited for. Milliseconds. */
const LATE = 3_600_000;

/** What is kept of events that have not been a cause for alarm so far, by their times. */
export interface Count {
  readonly heard: readonly Heard[];
}

/** The count with more events; each counts once, by its id. */
export function add(count: Count, heard: readonly Heard[], { withinMs }: Threshold): Count {
  const known = new Set<string>();
  const all = [...count.heard, ...heard]
    .filter(({ cause: { eventId } }) => !known.has(eventId) && known.add(eventId))
    .sort((a, b) => timeOf(a) - timeOf(b));
  const oldest = Math.max(...all.map(timeOf)) - withinMs - LATE;
  return { heard: all.filter((one) => timeOf(one) > oldest) };
}

/** Whether any window of the threshold's length holds as many events as it takes. */
export function reached({ heard }: Count, { count, withinMs }: Threshold): boolean {
  const times = heard.map(timeOf);
  return times.some((time, index) => {
    const first = times[index - count + 1];
    return first !== undefined && time - first <= withinMs;
  });
}

/** Never NaN: the engine gives an event whose time can't be read the time at which it came. */
function timeOf({ cause }: Heard): number {
  return Date.parse(cause.at);
}
