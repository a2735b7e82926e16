/** YAML with comments, from plain values: what is written for people is set beside what it is about. */
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  type YAMLMap,
} from "yaml";

/** Keys on the way to a value. */
type Path = readonly (string | number)[];

export interface Commented {
  /** Above a key, with an empty line before it. */
  above(path: readonly string[], ...lines: readonly string[]): void;
  /** On the line of a key or of the item of a list; above it if that is an empty collection. */
  beside(path: Path, text: string): void;
  /** At the end. */
  below(...lines: readonly string[]): void;
  toString(): string;
}

/** @param head what stands above everything */
export function commented(value: object, head: readonly string[]): Commented {
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = lined(head);
  const pairsOf = pairsByKey();

  /** The value at a path, and the pair that holds it, if it is not in a list. */
  function find(path: Path): { readonly node: unknown; readonly pair?: Pair } {
    let node: unknown = document.contents;
    let pair: Pair | undefined;
    for (const step of path) {
      pair = isMap(node) ? pairsOf(node).get(String(step)) : undefined;
      node = isSeq(node) ? node.items[Number(step)] : pair?.value;
    }
    return { node, ...(pair && { pair }) };
  }

  return {
    above(path, ...lines) {
      const key = find(path).pair?.key;
      if (!isScalar(key)) throw missing(path);
      key.spaceBefore = true;
      key.commentBefore = lined(lines);
    },
    beside(path, text) {
      const { node, pair } = find(path);
      const comment = ` ${printable(text)}`;
      const key = pair?.key;
      if (isCollection(node) && isNode(key)) {
        // Behind a collection it would be below it, and an empty one would move to a line of its own.
        if (node.items.length > 0) key.comment = comment;
        else key.commentBefore = comment;
      } else if (isNode(node)) {
        node.comment = comment;
      } else {
        throw missing(path);
      }
    },
    below(...lines) {
      document.comment = lined(lines);
    },
    // Without a width, no text is folded: a line in a review means what it says.
    toString: () => document.toString({ lineWidth: 0 }),
  };
}

/** Finds pairs without going through all of them: there may be ten thousand accounts. */
function pairsByKey(): (map: YAMLMap) => ReadonlyMap<string, Pair> {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map) => {
    const pairs =
      known.get(map) ??
      new Map(
        map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
      );
    known.set(map, pairs);
    return pairs;
  };
}

function missing(path: Path): TypeError {
  return new TypeError(`there is no ${path.join(".")} to comment on`);
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
