/** `@holdfast/report/scan`: what a scan or plan found, in the forms that people and programs read. */
export { type DigestJson, digestJson, digestSubject, digestText } from "./digest.ts";
export { scanHtml } from "./html/page.ts";
export { scanMarkdown } from "./markdown.ts";
export { scanSarif } from "./sarif.ts";
export { type Paint, type Style, scanText } from "./text.ts";
export { closingLine } from "./words.ts";
