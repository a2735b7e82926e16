export { guardrails, tripwires } from "./generated/registry.ts";
