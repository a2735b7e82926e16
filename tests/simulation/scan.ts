/** Stands where the drift scan will be. */
import type { TestLab } from "../support/lab.ts";

export async function scan(_on: TestLab): Promise<void> {}
