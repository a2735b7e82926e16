/** YAML with comments, from plain values: what is written for people is set beside what it is about. */
import { Document, isCollection, isMap, isNode, isPair, isScalar, type Pair } from "yaml";

/** Keys on the way to a value. */
type Path = readonly (string | number)[];

export interface Commented {
  /** Above a key, with an empty line before it. */
  above(path: readonly string[], ...lines: readonly string[]): void;
  /** Behind the value of a key or the item of a list. */
  behind(path: Path, text: string): void;
  /** At the end. */
  below(...lines: readonly string[]): void;
  toString(): string;
}

/** @param head what stands above everything */
export function commented(value: object, head: readonly string[]): Commented {
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = lined(head);

  function pairAt(path: readonly string[]): Pair {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === path.at(-1))
      : undefined;
    if (!isPair(pair)) throw new TypeError(`there is no ${path.join(".")} to comment on`);
    return pair;
  }

  return {
    above(path, ...lines) {
      const { key } = pairAt(path);
      if (!isScalar(key)) throw new TypeError(`${path.join(".")} is no plain key`);
      key.spaceBefore = true;
      if (lines.length > 0) key.commentBefore = lined(lines);
    },
    behind(path, text) {
      const node = document.getIn(path, true);
      if (!isNode(node)) throw new TypeError(`there is no ${path.join(".")} to comment on`);
      // Behind a collection of several lines would be below it.
      const long = isCollection(node) && node.items.length > 0;
      const place = long ? pairAt(path.map(String)).key : node;
      if (isNode(place)) place.comment = ` ${printable(text)}`;
    },
    below(...lines) {
      document.comment = lined(lines);
    },
    // Without a width, no text is folded: a line in a review means what it says.
    toString: () => document.toString({ lineWidth: 0 }),
  };
}

function lined(lines: readonly string[]): string {
  return lines.map((line) => (line === "" ? "" : ` ${printable(line)}`)).join("\n");
}

/** A name with a line break in it must not end the comment that it stands in. */
function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => {
    return `\\u{${one.codePointAt(0)?.toString(16)}}`;
  });
}
