import { describe, expect, it } from "vitest";
import { complaints, edited, load } from "./fixture.ts";

/** The baseline with more at its end. */
const adding = (text: string) =>
  edited("holdfast.yaml", "expiresOn: 2027-01-31\n", `expiresOn: 2027-01-31\n${text}`);

describe("duties", () => {
  it("are compiled in an order of their own, and left out where nobody declares them", () => {
    const written = adding(`networkAccounts: [prod, dev]
finance:
  accounts: [prod, management, dev]
  principals: [user/zoe, role/finance/Controller]
`);
    expect(load(written)).toMatchObject({
      networkAccounts: ["dev", "prod"],
      finance: {
        accounts: ["dev", "management", "prod"],
        principals: ["role/finance/Controller", "user/zoe"],
      },
    });
    expect(load()).not.toHaveProperty("networkAccounts");
    expect(load()).not.toHaveProperty("finance");
    expect(load(adding("finance: {}\n")).finance).toEqual({ accounts: [], principals: [] });
  });

  it.each([
    [
      "networkAccounts: [dve]",
      '24:19 networkAccounts.0 - no account is named dve (did you mean "dev"?)',
    ],
    ["networkAccounts: [dev, dev]", "24:24 networkAccounts.1 - dev is listed twice"],
    [
      "networkAccounts: []",
      "24:18 networkAccounts - must name at least one account, or be left out",
    ],
    ["finance: { accounts: [x] }", "24:23 finance.accounts.0 - no account is named x"],
    [
      "finance: { principals: [user/a, user/a] }",
      "24:33 finance.principals.1 - user/a is listed twice",
    ],
    [
      "finance: { principals: [Controller] }",
      "24:25 finance.principals.0 - must be user/<name> or role/<name>",
    ],
  ])("are judged: %s", (text, found) => {
    expect(complaints(adding(`${text}\n`))).toEqual([`holdfast.yaml:${found}`]);
  });
});
