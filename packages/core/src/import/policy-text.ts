/** A policy's text, laid out for people: two spaces, one thing a line. Not one value is touched. */

/** Strings, what structures them, and everything else that is a value. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * The same JSON with line breaks and indentation. Numbers and escapes stay as they were written: read and
 * written again, a long number would come back as another one. Expects JSON; ends with a line break.
 */
export function laidOut(json: string): string {
  let text = "";
  let depth = 0;
  let before = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [token] of json.matchAll(TOKEN)) {
    const closes = token === "}" || token === "]";
    if (closes) depth -= 1;
    const opened = before === "{" || before === "[";
    if (closes ? !opened : opened || before === ",") text += line();
    text += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth += 1;
    before = token;
  }
  return `${text}\n`;
}
