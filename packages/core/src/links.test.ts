import { expect, it } from "vitest";
import { linkTo, runbookOf } from "./links.ts";

it("a page is a link where the baseline says how the repository is read, and a path otherwise", () => {
  const page = runbookOf("scp-attachment");
  expect(linkTo({}, page)).toBe("docs/runbooks/scp-attachment.md");
  const links = { repository: "https://git.securecart.example/holdfast/blob/main" };
  expect(linkTo({ links }, page)).toBe(
    "https://git.securecart.example/holdfast/blob/main/docs/runbooks/scp-attachment.md",
  );
});
