/** HTML as values: `html` escapes whatever is put into it, and nothing else gets onto the page. */
import { html as tagged } from "hono/html";
import { plain } from "../../escape.ts";

/** Made by `html` alone. */
export type Html = ReturnType<typeof tagged>;

export const html = tagged;

/** Text of somebody else: escaped by `html`, and here made unable to hide or to lead anywhere. */
export function shown(text: string, limit = 300): string {
  return plain(text, limit);
}

/** Times to the second, for people: `2026-11-23 09:00:42 UTC`, with the exact one for programs. */
export function time(iso: string): Html {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return html`<span>${shown(iso)}</span>`;
  const exact = new Date(ms).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 19).replace("T", " ")} UTC</time>`;
}

/** "1 account", "2 accounts". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
