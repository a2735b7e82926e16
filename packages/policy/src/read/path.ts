/** The ways from the root of a text to some of its places. */
import type { JsonNode } from "./json.ts";

/**
 * The keys and list indexes that lead to each offset, joined by dots: those of the innermost value
 * around it, or of the member whose key it is in. `offsets` ascend. One walk finds all of them.
 */
export function pathsOf(root: JsonNode, offsets: readonly number[]): readonly string[] {
  const paths: string[] = [];
  const fill = (before: number, path: readonly string[]) => {
    while ((offsets[paths.length] ?? before) < before) paths.push(path.join("."));
  };
  const walk = (node: JsonNode, path: readonly string[]) => {
    for (const [name, from, value] of childrenOf(node)) {
      fill(from, path);
      // Only a value that holds the next of the offsets is walked through.
      if ((offsets[paths.length] ?? node.end) >= value.end) continue;
      fill(value.at, [...path, name]);
      walk(value, [...path, name]);
    }
    fill(node.end, path);
  };
  walk(root, []);
  return offsets.map((_, index) => paths[index] ?? "");
}

type Child = readonly [name: string, from: number, value: JsonNode];

function childrenOf(node: JsonNode): readonly Child[] {
  if (node.kind === "object") {
    return Array.from(node.members, ([name, { at, value }]): Child => [name, at, value]);
  }
  if (node.kind !== "array") return [];
  return node.items.map((value, index): Child => [String(index), value.at, value]);
}
