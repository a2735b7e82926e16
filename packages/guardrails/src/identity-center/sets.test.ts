import { permissionSetArn } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { center, setArn, withoutCenter } from "./fixture.ts";
import { arnOf, labelIn, labelOf } from "./sets.ts";

const UNDECLARED = permissionSetArn(center, "ps-0123456789abcdef");

describe("the label of a permission set", () => {
  it("is its name where it is declared, and the end of its ARN otherwise", () => {
    expect(labelOf(center, setArn("ReadOnlyAccess"))).toBe("ReadOnlyAccess");
    expect(labelOf(center, UNDECLARED)).toBe("ps-0123456789abcdef");
  });

  it("leads back to the ARN", () => {
    for (const arn of [setArn("AdministratorAccess"), UNDECLARED]) {
      expect(arnOf(center, labelOf(center, arn))).toBe(arn);
    }
  });

  it("stays when a declared set is made again under another ARN", () => {
    const permissionSets = center.permissionSets.map((set) =>
      set.name === "ReadOnlyAccess" ? { ...set, arn: UNDECLARED } : set,
    );
    expect(arnOf({ ...center, permissionSets }, "ReadOnlyAccess")).toBe(UNDECLARED);
  });

  it.each([undefined, null, 7, "", "HIDDEN_DUE_TO_SECURITY_REASONS", "arn:aws:iam::1:role/x"])(
    "is not in a record that says %j",
    (value) => {
      expect(labelIn(securecart, value)).toBeUndefined();
    },
  );

  it("is nobody's business where nothing is declared of Identity Center", () => {
    expect(labelIn(securecart, UNDECLARED)).toBe("ps-0123456789abcdef");
    expect(labelIn(withoutCenter, UNDECLARED)).toBeUndefined();
  });
});
