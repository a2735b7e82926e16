import { expect, it } from "vitest";
import { PolicyError, type PolicyErrorPlace } from "./errors.ts";

it.each<[PolicyErrorPlace | undefined, string]>([
  [{ where: "scp.json", line: 3, column: 7 }, "scp.json:3:7: it is wrong"],
  [{ line: 3, column: 7 }, "line 3, column 7: it is wrong"],
  [{ where: "Root, #1" }, "Root, #1: it is wrong"],
  [{}, "it is wrong"],
  [undefined, "it is wrong"],
])(
  "the message of a policy error begins with the place, as far as it is known: %j",
  (place, message) => {
    const error = new PolicyError("INVALID_VALUE", "it is wrong", place);
    expect(error).toMatchObject({ name: "PolicyError", message, problem: "it is wrong", ...place });
  },
);
