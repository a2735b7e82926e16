import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RULES } from "./rules.ts";

const page = readFileSync(new URL("../../../../docs/validate.md", import.meta.url), "utf8");
const [, chapter = ""] = page.split("\n## Rules\n");
/** Line breaks are the page's own. */
const flat = (text: string) => text.replace(/\s+/g, " ").trim();

describe("the rules of holdfast validate", () => {
  it("each have a section in docs/validate.md, in order, that says what they do", () => {
    const sections = chapter
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const [id = "", ...text] = section.split("\n");
        return `${id}: ${flat(text.join("\n"))}`;
      });
    expect(sections).toEqual(
      RULES.map(
        ({ id, severity, title, help }) => `${id}: _${severity}_ · ${title}. ${flat(help)}`,
      ),
    );
  });

  it("have ids in kebab case that are told apart", () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)+$|^[a-z]+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
