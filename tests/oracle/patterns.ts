// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** Patterns around a text: most fit it, some just don't. */
import type { Random } from "@holdfast/core";
import type { ContextValue } from "@holdfast/policy";
import { chance, pick, upTo } from "./draw.ts";

/** A pattern of `*` and `?` that fits the text, or fails to by a character. */
export function patternAround(random: Random, text: string): string {
  const at = upTo(random, text.length + 1);
  const end = at + upTo(random, text.length + 1 - at);
  return pick(random, [
    () => text,
    () => `${text.slice(0, at)}*`,
    () => `*${text.slice(at)}`,
    () => `${text.slice(0, at)}*${text.slice(end)}`,
    () => `${text.slice(0, at)}?${text.slice(at + 1)}`,
    () => `${text}?`,
    () => text.slice(0, -1),
    () => "*",
  ])();
}

/** The text with a value of the request in it written as a policy variable, if there is one. */
export function withVariable(
  random: Random,
  text: string,
  context: Readonly<Record<string, ContextValue>>,
): string {
  const found = Object.entries(context).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && entry[1].length > 2 && text.includes(entry[1]),
  );
  if (found.length === 0 || chance(random, 0.2)) {
    const stranger = pick(random, ["aws:PrincipalTag/stage", "aws:username", "aws:TagKeys"]);
    const fallback = chance(random, 0.5) ? `, '${pick(random, ["alice", "orders", "*"])}'` : "";
    return `\${${stranger}${fallback}}`;
  }
  const [name, value] = pick(random, found);
  const fallback = chance(random, 0.2) ? ", 'orders'" : "";
  return text.replace(value, `\${${name}${fallback}}`);
}

/** Wildcards and dollar signs that stand for themselves. */
export const ESCAPED: readonly string[] = ["${*}", "${?}", "${$}", "a${*}b"];

/** An ARN pattern around an ARN, part by part. AWS allows no wildcard in what says the resource's type. */
export function arnAround(random: Random, arn: string): string {
  const [, head = "", place = "", type = "", name = ""] =
    /^((?:[^:]*:){3})([^:]*:[^:]*):((?:[^:/]*[:/](?=.))?)(.*)$/.exec(arn) ?? [];
  const isBucket = head === "arn:aws:s3:";
  const [region = "", account = ""] = place.split(":").map((part) => loosened(random, part));
  const loose = isBucket ? place : `${region}:${account}`;
  const around = () =>
    isBucket ? patternAround(random, type + name) : type + patternAround(random, name);
  return pick(random, [
    () => arn,
    () => `${head}${place}:${around()}`,
    () => `${head}${loose}:${around()}`,
    () => `${head}${loose}:${type}${name}`,
    () => `${head}${loose}:*`,
  ])();
}

function loosened(random: Random, part: string): string {
  return pick(random, [part, part, "*", part === "" ? "" : `${part.slice(0, -1)}?`]);
}
