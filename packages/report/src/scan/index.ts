/** `@holdfast/report/scan`: what a scan or plan found, in the forms that people and programs read. */
export { type DigestJson, digestJson, digestSubject, digestText } from "./digest.ts";
export { type Paint, type Style, scanText } from "./text.ts";
export { closingLine } from "./words.ts";
