import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readExpectations } from "./expectations/read.ts";
import { FILES, load, memoryFiles } from "./fixture.ts";

const page = readFileSync(new URL("../../../../docs/baseline.md", import.meta.url), "utf8");

/** The first block of a language on the page, or the first that begins with something. */
function block(language: string, start = ""): string {
  const found = new RegExp(`\`\`\`${language}\n(${start}.*?)\`\`\``, "s").exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/baseline.md has no ${language} block`);
  return found;
}

describe("docs/baseline.md", () => {
  it("shows a baseline and a lock file that load together", () => {
    const deny = FILES["policies/freeze.json"];
    const principal = '"Principal": { "AWS": "*" }, "Action"';
    const baseline = load({
      "holdfast.yaml": block("yaml"),
      "holdfast.lock.json": block("json"),
      "policies/deny-root-user.json": deny,
      "policies/protect-production-data.json": deny,
      "policies/delegation.json": deny.replace('"Action"', principal),
      "policies/shared/perimeter.json": deny.replace('"Action"', '"Principal": "*", "Action"'),
    });
    expect(baseline.policies.map(({ name, type }) => [name, type])).toEqual([
      ["deny-root-user", "SERVICE_CONTROL_POLICY"],
      ["perimeter", "RESOURCE_CONTROL_POLICY"],
      ["protect-production-data", "SERVICE_CONTROL_POLICY"],
    ]);
    expect(baseline.leaveAlone).toEqual(["p-a1b2c3d4"]);
  });

  it("shows sections of Identity Center that load in it, with their ids", () => {
    const deny = FILES["policies/freeze.json"];
    const principal = '"Principal": { "AWS": "*" }, "Action"';
    const lock = JSON.parse(block("json"));
    const { identityCenter } = JSON.parse(block("json", '\\{\n {2}"identityCenter"'));
    const baseline = load({
      "holdfast.yaml": block("yaml") + block("yaml", "permissionSets"),
      "holdfast.lock.json": JSON.stringify({ ...lock, identityCenter }),
      "policies/deny-root-user.json": deny,
      "policies/protect-production-data.json": deny,
      "policies/delegation.json": deny.replace('"Action"', principal),
      "policies/shared/perimeter.json": deny.replace('"Action"', '"Principal": "*", "Action"'),
      "permission-sets/Developer.json": deny,
      "managed-policies/PowerUserAccess.json": deny,
      "managed-policies/developers.json": deny,
    });
    const { permissionSets, groups, policyDocuments } = baseline.identityCenter ?? {};
    expect(permissionSets?.map(({ name }) => name)).toEqual(["AdministratorAccess", "Developer"]);
    expect(groups?.map(({ name }) => name)).toEqual(["Operations"]);
    expect(policyDocuments).toHaveLength(2);
  });
});

describe("the expectations in the documentation", () => {
  it.each(["baseline", "validate"])("of docs/%s.md are well-formed", (name) => {
    const text = readFileSync(new URL(`../../../../docs/${name}.md`, import.meta.url), "utf8");
    const [, example] = /```yaml\n(version: 1\nexpectations:\n.*?)```/s.exec(text) ?? [];
    const read = readExpectations(memoryFiles({ "expectations.yaml": example ?? "" }));
    expect(read).toHaveProperty("expectations.0.name");
  });
});
