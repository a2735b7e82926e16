/** Sample statistics: the middle says more than the mean where one slow run is an accident. */

/** Throws a `RangeError` if there are no samples. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError("there are no samples");
  return (low + high) / 2;
}

/** Smallest and largest sample. Throws a `RangeError` if there are none. */
export function range(samples: readonly number[]): readonly [low: number, high: number] {
  if (samples.length === 0) throw new RangeError("there are no samples");
  return [Math.min(...samples), Math.max(...samples)];
}
