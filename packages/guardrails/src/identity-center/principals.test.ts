import { describe, expect, it } from "vitest";
import { answering, center, denied, notFound, stranger } from "./fixture.ts";
import { nameOfPrincipal } from "./principals.ts";

const DESCRIBE = {
  USER: "identitystore:DescribeUser",
  GROUP: "identitystore:DescribeGroup",
} as const;

describe.each(["USER", "GROUP"] as const)("the name of a %s", (type) => {
  const action = DESCRIBE[type];
  const named = (answer: object) =>
    nameOfPrincipal(stranger(type), answering({ [action]: answer }), center);

  it("is the identity store's", async () => {
    expect(await named({ UserName: "eve", DisplayName: "eve" })).toBe("eve");
  });

  it("is the id where the identity store tells none", async () => {
    expect(await named({ UserName: undefined, DisplayName: "" })).toBe(stranger().id);
  });

  it("is null if the identity store says that there is none", async () => {
    expect(await named(notFound(action))).toBeNull();
  });

  it("is never null for any other reason", async () => {
    await expect(named(denied(action))).rejects.toMatchObject({ class: "denied" });
  });
});
