/** Type guards for what comes back from outside. */

/** Undefined if it is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Members = Readonly<Record<string, unknown>>;

/** An object whose `required` members are texts, and whose `optional` ones are if they are there. */
export function hasTexts(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): value is Members {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map(Object.entries(value));
  return (
    required.every((name) => isText(members.get(name))) &&
    optional.every((name) => members.get(name) === undefined || isText(members.get(name)))
  );
}

export function isText(value: unknown): boolean {
  return typeof value === "string";
}

export function isListOf(value: unknown, check: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(check);
}
