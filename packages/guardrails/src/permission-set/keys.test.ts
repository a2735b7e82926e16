import { describe, expect, it } from "vitest";
import { record, securecart } from "../securecart.fixture.ts";
import { declaredKeys, keysOf } from "./keys.ts";

const sets = securecart.identityCenter?.permissionSets ?? [];
const ALL = sets.map(({ name }) => name);
const arnOf = (name: string) => sets.find((one) => one.name === name)?.arn ?? "";
const STRANGER = `${securecart.identityCenter?.instance.replace(":instance/", ":permissionSet/")}/ps-00000000000000ff`;

const led = (eventName: string, request: object, response: object = {}) =>
  keysOf(
    record(eventName, {
      eventSource: "sso.amazonaws.com",
      request: { ...request },
      response: { ...response },
    }),
    securecart,
  ).map(({ resource }) => resource);

describe("a record about a permission set leads", () => {
  it("to the declared set with its ARN, and to any other by the end of its ARN", () => {
    const permissionSetArn = arnOf("ReadOnlyAccess");
    expect(permissionSetArn).not.toBe("");
    expect(led("UpdatePermissionSet", { permissionSetArn })).toEqual(["ReadOnlyAccess"]);
    expect(led("ProvisionPermissionSet", { permissionSetArn: STRANGER })).toEqual([
      "ps-00000000000000ff",
    ]);
  });

  it("from its making to the name that it takes, and to itself", () => {
    const made = { permissionSet: { permissionSetArn: STRANGER } };
    expect(led("CreatePermissionSet", { name: "ReadOnlyAccess" }, made)).toEqual([
      "ReadOnlyAccess",
      "ps-00000000000000ff",
    ]);
    expect(led("CreatePermissionSet", { name: "Quiet" }, made)).toEqual(["ps-00000000000000ff"]);
  });

  it("to all declared ones where AWS left out what it is about", () => {
    expect(ALL.length).toBeGreaterThan(1);
    for (const name of ["CreatePermissionSet", "UpdatePermissionSet", "TagResource"]) {
      expect(led(name, {})).toEqual(ALL);
    }
    expect(
      led("UpdatePermissionSet", { permissionSetArn: "HIDDEN_DUE_TO_SECURITY_REASONS" }),
    ).toEqual(ALL);
  });

  it("from its tags, and from nothing else's", () => {
    const { instance } = securecart.identityCenter ?? {};
    expect(led("TagResource", { resourceArn: arnOf("ReadOnlyAccess") })).toEqual([
      "ReadOnlyAccess",
    ]);
    expect(led("TagResource", { resourceArn: instance })).toEqual([]);
  });

  it("nowhere as long as Identity Center is not declared", () => {
    const { identityCenter: _, ...rest } = securecart;
    expect(keysOf(record("UpdatePermissionSet"), rest)).toEqual([]);
    expect(declaredKeys(rest)).toEqual([]);
  });
});
