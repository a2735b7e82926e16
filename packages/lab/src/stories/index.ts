export { stories } from "./all/index.ts";
export { type Attacker, type Connection, createAttacker, refused } from "./attacker.ts";
export { type Difference, differences } from "./differences.ts";
export type { Evidence } from "./evidence.ts";
export {
  callRecord,
  refusal,
  rootIdentity,
  sessionIdentity,
  userIdentity,
} from "./recorded.ts";
export { type Played, play, type Scene } from "./run.ts";
export type { Stage, Story } from "./story.ts";
export type { Line } from "./timeline.ts";
