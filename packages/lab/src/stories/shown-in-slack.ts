/** What a Slack channel shows in the end, in one line. */
import { readable } from "../services/slack/readable.ts";
import type { SlackMessage } from "../services/slack/workspace.ts";

/** The channel's messages as people see them; undefined if there are none. */
export function shownInSlack(
  messages: readonly SlackMessage[],
): { readonly at: number; readonly text: string } | undefined {
  const [first] = messages;
  const last = messages.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const replies = messages.reduce((sum, message) => sum + message.replies.length, 0);
  const shown =
    messages.length === 1
      ? headline(last)
      : `${messages.length} messages, the last: ${headline(last)}`;
  const thread = replies === 0 ? "" : `, ${replies} ${replies === 1 ? "reply" : "replies"}`;
  return { at: first.at, text: `Slack: ${shown}${thread}` };
}

/** The header if it has one, as it is read: Slack's three escapes undone. */
function headline({ blocks, text }: SlackMessage): string {
  const [block] = blocks;
  const { type, text: title } = Object(block);
  const shown: unknown = type === "header" ? Object(title).text : text;
  return readable(String(shown));
}
