/** Whoever is woken by an alert finds a page that says what to do: one for each guardrail and tripwire. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runbookOf } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { guardrails, tripwires } from "./generated/registry.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const all = [...guardrails, ...tripwires];

/** Pages that are about no guardrail or tripwire. */
const OTHERS = ["README.md", "controls.md"];

const SECTIONS = ["What it means", "What was done", "What to do", "How to allow it"];

describe.each(all.map((one) => [one.id, one] as const))(
  "the runbook of %s",
  (id, { title, docs }) => {
    const path = `${repository}${runbookOf(id)}`;
    const page = existsSync(path) ? readFileSync(path, "utf8") : "";
    const lines = page.split("\n");

    it("is there, and leads to the page of what it is about", () => {
      expect(page, `${runbookOf(id)} is missing`).not.toBe("");
      expect(lines[0]).toBe(`# Runbook: ${id}`);
      expect(page).toContain(`[${title}](../../${docs})`);
    });

    it("answers the four questions, in order", () => {
      const headings = lines.filter((line) => line.startsWith("## ")).map((line) => line.slice(3));
      expect(headings.filter((heading) => SECTIONS.includes(heading))).toEqual(SECTIONS);
    });

    it("says what to do in commands that need no Holdfast", () => {
      const todo = page.slice(page.indexOf("## What to do"), page.indexOf("## How to allow it"));
      expect(todo).toMatch(/^ *aws [a-z]+/m);
    });

    it("is linked from its page and from the list", () => {
      expect(readFileSync(`${repository}${docs}`, "utf8")).toContain(`docs/runbooks/${id}.md`);
      expect(readFileSync(`${repository}docs/runbooks/README.md`, "utf8")).toContain(`](${id}.md)`);
    });

    it("is in the list of guardrails and tripwires", () => {
      const list = readFileSync(`${repository}packages/guardrails/README.md`, "utf8");
      expect(list).toContain(`[\`${id}\`](src/${id})`);
    });
  },
);

it("there is no runbook of anything else", () => {
  const pages = readdirSync(`${repository}docs/runbooks`).filter((name) => !OTHERS.includes(name));
  expect(pages.sort()).toEqual(all.map(({ id }) => `${id}.md`).sort());
});
