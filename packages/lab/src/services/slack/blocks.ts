/**
 * Block Kit as Slack checks it, for the blocks that Holdfast sends. A block, member or length that
 * Slack would refuse is refused, and so is what the lab does not know, so that no test passes by it.
 */

/** Limits of Slack's reference for messages. */
const BLOCKS = 50;
const HEADER = 150;
const FIELDS = 10;
const FIELD = 2000;
const TEXT = 3000;
const ELEMENTS = 10;

/** All blocks as JSON. Not documented; observed at about 13,200 (slackapi/bolt-js issue 2509). */
const TOTAL = 13_000;

type Members = Readonly<Record<string, unknown>>;

/** What is wrong: Slack's error code, and where for people. */
export interface BlockProblem {
  readonly error: "invalid_blocks" | "invalid_blocks_format" | "msg_blocks_too_long";
  readonly message: string;
}

/** Undefined if Slack would take the blocks. */
export function blockProblem(blocks: unknown): BlockProblem | undefined {
  if (!Array.isArray(blocks)) return { error: "invalid_blocks_format", message: "not an array" };
  const wrong = [
    ...(blocks.length > BLOCKS ? [`no more than ${BLOCKS} items allowed [/blocks]`] : []),
    ...blocks.flatMap((block, index) => problemsOf(block, `/blocks/${index}`)),
  ];
  const [message] = wrong;
  if (message !== undefined) return { error: "invalid_blocks", message };
  const size = JSON.stringify(blocks).length;
  return size > TOTAL ? { error: "msg_blocks_too_long", message: `${size} characters` } : undefined;
}

function problemsOf(block: unknown, at: string): string[] {
  const members: Members = Object(block);
  switch (members.type) {
    case "header":
      return [
        ...unknownMembers(members, ["type", "text"], at),
        ...textProblems(members.text, `${at}/text`, HEADER, ["plain_text"]),
      ];
    case "section":
      return [
        ...unknownMembers(members, ["type", "text", "fields"], at),
        ...(members.text === undefined && members.fields === undefined
          ? [`missing required field: text or fields [${at}]`]
          : []),
        ...(members.text === undefined ? [] : textProblems(members.text, `${at}/text`, TEXT)),
        ...(members.fields === undefined
          ? []
          : listProblems(members.fields, `${at}/fields`, FIELDS, FIELD)),
      ];
    case "context":
      return [
        ...unknownMembers(members, ["type", "elements"], at),
        ...listProblems(members.elements, `${at}/elements`, ELEMENTS, TEXT),
      ];
    case "divider":
      return unknownMembers(members, ["type"], at);
    default:
      return [`unsupported type: ${String(members.type)} [${at}/type]`];
  }
}

function listProblems(list: unknown, at: string, most: number, length: number): string[] {
  if (!Array.isArray(list) || list.length === 0) return [`must be a list of texts [${at}]`];
  return [
    ...(list.length > most ? [`no more than ${most} items allowed [${at}]`] : []),
    ...list.flatMap((text, index) => textProblems(text, `${at}/${index}`, length)),
  ];
}

const TYPES = ["plain_text", "mrkdwn"];

function textProblems(text: unknown, at: string, most: number, types = TYPES): string[] {
  const members: Members = Object(text);
  const { type, text: content } = members;
  if (typeof type !== "string" || !types.includes(type)) return [`unsupported type [${at}/type]`];
  if (typeof content !== "string") return [`missing required field: text [${at}]`];
  const flag = type === "plain_text" ? "emoji" : "verbatim";
  return [
    ...unknownMembers(members, ["type", "text", flag], at),
    ...(content.length < 1 ? [`must be more than 0 characters [${at}/text]`] : []),
    ...(content.length > most ? [`must be less than ${most + 1} characters [${at}/text]`] : []),
    ...(members[flag] !== undefined && typeof members[flag] !== "boolean"
      ? [`must be a boolean [${at}/${flag}]`]
      : []),
  ];
}

function unknownMembers(members: Members, known: readonly string[], at: string): string[] {
  return Object.keys(members)
    .filter((name) => !known.includes(name))
    .map((name) => `unsupported field: ${name} [${at}]`);
}
