/** Slack's markup as Slack reads it, for tests: which characters are shown how. */
import type { KnownBlock } from "@slack/types";

export interface Piece {
  readonly style: "plain" | "code" | "bold" | "italic" | "strike" | "entity" | "emoji";
  readonly text: string;
}

const MARKUP =
  /```\n?(?<block>[\s\S]*?)\n?```|`(?<code>[^`\n]+)`|<(?<entity>[^<>]*)>|(?<![\w*])\*(?<bold>[^*\n]+)\*(?![\w*])|(?<!\w)_(?<italic>[^_\n]+)_(?!\w)|(?<!\w)~(?<strike>[^~\n]+)~(?!\w)|:(?<emoji>[a-z\d_+'-]+):/g;

/** A `mrkdwn` text in pieces; entities (`&lt;`) stay as they were sent. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > from) pieces.push({ style: "plain", text: text.slice(from, match.index) });
    const [name, value] = Object.entries(match.groups ?? {}).find(
      ([, one]) => one !== undefined,
    ) ?? ["plain", ""];
    const style = name === "block" ? "code" : name;
    pieces.push({ style: style as Piece["style"], text: value ?? "" });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ style: "plain", text: text.slice(from) });
  return pieces;
}

/** Every text object of a message. */
export function textsOf(blocks: readonly KnownBlock[]): { type: string; text: string }[] {
  return blocks.flatMap((block) => {
    if (block.type === "header") return [block.text];
    if (block.type === "section")
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])];
    if (block.type === "context") {
      return block.elements.flatMap((one) =>
        "text" in one ? [{ type: one.type, text: one.text }] : [],
      );
    }
    return [];
  });
}
