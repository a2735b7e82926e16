/** How much of the heap is alive. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface MemoryProbe {
  /** What is alive now is not counted. */
  begin(): void;
  sample(): void;
  /** MB. */
  peak(): number;
}

/** Collects garbage before it looks, so that only what is alive counts. */
export function createMemoryProbe(): MemoryProbe {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  let before = 0;
  let most = 0;
  const alive = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  return {
    begin() {
      before = alive();
    },
    sample() {
      most = Math.max(most, alive());
    },
    peak: () => Math.max(0, most - before) / 2 ** 20,
  };
}
