/** Calls of CloudTrail as clauses for people. */
import type { Clause } from "./sentences.ts";

export const TRAIL_WRITES: Readonly<Record<string, Clause>> = {
  CreateTrail: (_input, _name, trail) => `makes ${trail}`,
  UpdateTrail: (_input, _name, trail) => `changes ${trail}`,
  DeleteTrail: (_input, _name, trail) => `deletes ${trail}`,
  StartLogging: (_input, _name, trail) => `has ${trail} log`,
  StopLogging: (_input, _name, trail) => `stops ${trail}`,
  PutEventSelectors: (_input, _name, trail) => `changes what ${trail} records`,
};

export const TRAIL_READS: Readonly<Record<string, (object: string) => string>> = {
  GetTrail: (trail) => trail,
  GetTrailStatus: (trail) => `whether ${trail} logs`,
  GetEventSelectors: (trail) => `what ${trail} records`,
};
