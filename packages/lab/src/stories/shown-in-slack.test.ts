import { describe, expect, it } from "vitest";
import type { SlackMessage } from "../services/slack/workspace.ts";
import { shownInSlack } from "./shown-in-slack.ts";

function messageOf(changes: Partial<SlackMessage>): SlackMessage {
  const text = "A full sentence.";
  const rest = { blocks: [], earlier: [], replies: [], broadcast: false, via: "bot" as const };
  return { channel: "C0123456789", ts: "1.000001", at: 5, text, ...rest, ...changes };
}

const header = (text: string) => ({ type: "header", text: { type: "plain_text", text } });

describe("what Slack shows", () => {
  it("is nothing where nothing was said", () => {
    expect(shownInSlack([])).toBeUndefined();
  });

  it("is the message's header, or its text where it has none", () => {
    const blocks = [header("✓ Reverted: a &lt;b&gt; &amp;amp; c")];
    expect(shownInSlack([messageOf({ blocks })])).toEqual({
      at: 5,
      text: "Slack: ✓ Reverted: a <b> &amp; c",
    });
    expect(shownInSlack([messageOf({})])?.text).toBe("Slack: A full sentence.");
  });

  it("is one line for many messages and their threads", () => {
    const reply = messageOf({});
    expect(shownInSlack([messageOf({ replies: [reply] })])?.text).toMatch(/, 1 reply$/);
    const both = [messageOf({ at: 1, replies: [reply, reply] }), messageOf({ text: "Last." })];
    expect(shownInSlack(both)).toEqual({
      at: 1,
      text: "Slack: 2 messages, the last: Last., 2 replies",
    });
  });
});
