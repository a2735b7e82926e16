import { describe, expect, it } from "vitest";
import { parseJson } from "./json.ts";
import { pathsOf } from "./path.ts";
import { Source } from "./source.ts";

/** The path of every `#`-marked place: the marks are taken out of the text first. */
function paths(marked: string): readonly string[] {
  const parts = marked.split("#");
  const offsets = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("").length);
  const root = parseJson(new Source(parts.join("")));
  if (root === undefined) throw new Error("not JSON");
  return pathsOf(root, offsets);
}

describe("the path of a place", () => {
  it("is empty for the whole, its brackets, and what is around and between its members", () => {
    expect(paths('# #{# "a":1 # ,# "b":2 # }#  #')).toEqual(["", "", "", "", "", "", "", ""]);
    expect(paths("#[# 1 # ,# 2 # ]#")).toEqual(["", "", "", "", "", ""]);
  });

  it("is the member from its key to the end of its value", () => {
    expect(paths('{ #"#a"# : #"b#c"#, "d":1}')).toEqual(["a", "a", "a", "a", "a", ""]);
  });

  it("leads through objects and lists", () => {
    expect(paths('{"a":[#{#"b":{"c":[1,#2,#3]}}#],"d":#{}}')).toEqual([
      "a.0",
      "a.0.b",
      "a.0.b.c.1",
      "a.0.b.c.2",
      "a",
      "d",
    ]);
  });

  it("is that of the object around it for a repeated key, which is no member", () => {
    expect(paths('{"a":{"b":1, #"b":#[2], "c":#3}}')).toEqual(["a", "a", "a.c"]);
  });

  it("is given for each of several problems at one place", () => {
    expect(paths('[##1,##"x"]')).toEqual(["0", "0", "1", "1"]);
  });

  it("is the value's own if the whole text is one", () => {
    expect(paths('#"#a"#')).toEqual(["", "", ""]);
    expect(pathsOf({ at: 0, end: 4, kind: "null" }, [])).toEqual([]);
  });
});
