export { stories } from "./all/index.ts";
export { type Connection, createAttacker } from "./attacker.ts";
export { type Played, play, type Scene } from "./run.ts";
export type { Story } from "./story.ts";
export type { Line } from "./timeline.ts";
