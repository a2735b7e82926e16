/** Whatever an import may not read: it ends with an error, or says what is missing. Never less, unsaid. */
import { controlPolicies } from "@holdfast/core";
import { IMPORT_READS } from "@holdfast/core/import";
import { IDENTITY_CENTER_READS } from "@holdfast/guardrails/import";
import { seedOrganization } from "@holdfast/lab";
import { describe, expect, it } from "vitest";
import { START } from "../support/lab.ts";
import { baseline as secureCart } from "../support/securecart.ts";
import { importFrom, labWith, loaded, planFor } from "./support.ts";

const onSecureCart = () => labWith(seedOrganization(secureCart, START));

describe("an import with a read refused", () => {
  it.each(IMPORT_READS)("%s", async (action) => {
    const lab = onSecureCart();
    lab.trouble.deny(action);
    const found = await importFrom(lab).catch((error: unknown) => error);
    if (found instanceof Error) {
      expect(found).toMatchObject({
        code: "IMPORT_UNREAD",
        message: expect.stringContaining(action),
      });
    } else {
      const imported = found as Awaited<ReturnType<typeof importFrom>>;
      expect(imported.missing).toEqual([expect.stringContaining(action)]);
      expect(imported.files.get("holdfast.yaml")).toContain("# organizationTrust is left out");
      // All the rest is there.
      const { organizationTrust: _, hash: __, ...rest } = loaded(await importFrom(onSecureCart()));
      const { hash: ___, ...without } = loaded(imported);
      expect(without).toEqual(rest);
    }
    await lab.close();
  });

  it.each(IDENTITY_CENTER_READS)(
    "%s leaves all of Identity Center out, and says so",
    async (action) => {
      const lab = onSecureCart();
      lab.trouble.deny(action);
      const imported = await importFrom(lab);
      expect(imported.missing).toEqual([expect.stringContaining(action)]);
      expect(imported.files.get("holdfast.yaml")).toContain("# Identity Center is left out");
      const {
        identityCenter: _,
        hash: __,
        review: ___,
        ...rest
      } = loaded(await importFrom(onSecureCart()));
      const { hash: ____, review: _____, ...without } = loaded(imported);
      expect(without).toEqual(rest);
      await lab.close();
    },
  );

  it("leaves out nothing when nothing is refused, and reads nothing twice", async () => {
    const lab = onSecureCart();
    expect((await importFrom(lab)).missing).toEqual([]);
    const calls = lab.calls().map(({ action, input }) => `${action} ${JSON.stringify(input)}`);
    expect(new Set(calls).size).toBe(calls.length);
    expect(new Set(lab.calls().map(({ action }) => action))).toEqual(
      new Set([...IMPORT_READS, ...IDENTITY_CENTER_READS]),
    );
    expect(lab.writes()).toEqual([]);
    await lab.close();
  });
});

describe("an organization in which service control policies are not enabled", () => {
  it("is imported, and the plan says that they are not", async () => {
    const { policyTypes: _, attachments, ...rest } = seedOrganization(secureCart, START);
    const lab = labWith({
      ...rest,
      policyTypes: new Map(),
      attachments: new Map([...attachments].map(([id]) => [id, []])),
    });
    const imported = await importFrom(lab);
    expect(imported.missing).toHaveLength(controlPolicies(secureCart).length);
    const { entries } = await planFor(loaded(imported), lab);
    expect(entries.map(({ guardrail }) => guardrail)).toEqual(["policy-type"]);
    await lab.close();
  });
});

describe("a closed account with a policy of its own", () => {
  it("is told by the plan: the account is no part of the baseline", async () => {
    const { accounts, ...rest } = seedOrganization(secureCart, START);
    const production = secureCart.accounts.find(({ name }) => name === "production")?.id ?? "";
    const closed = [...accounts].map(([id, account]) => {
      return [
        id,
        id === production ? { ...account, state: "SUSPENDED" as const } : account,
      ] as const;
    });
    const lab = labWith({ ...rest, accounts: new Map(closed) });
    const { entries } = await planFor(loaded(await importFrom(lab)), lab);
    expect(entries.map(({ guardrail, key }) => [guardrail, key.split("/").at(-1)])).toEqual([
      ["scp-attachment", production],
    ]);
    await lab.close();
  });
});
