/** Text as Slack shows it: its three escapes undone. */
const ESCAPES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export function readable(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (entity) => ESCAPES[entity] ?? entity);
}
