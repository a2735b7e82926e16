/** The format of `expectations.yaml`: outcomes that the baseline's policies must have. */
import * as z from "zod";
import { text } from "../notation.ts";

/** One value where a list could stand. */
function oneOrMany<Item extends z.ZodType>(item: Item) {
  return z
    .preprocess(
      (value) => (Array.isArray(value) ? value : [value]),
      z.array(item).min(1, "is empty"),
    )
    .meta({ shorthandOf: "item" });
}

const principal = z
  .string()
  .regex(
    /^(root|anybody|group\/[^\p{C}]+|(role|user)\/\S+|permission-set\/[\w+=,.@-]{1,32}|[a-z0-9.-]+\.amazonaws\.com|arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/\S+))$/u,
    "must be root, role/<name>, user/<name>, group/<name>, anybody, permission-set/<name>, <service>.amazonaws.com or the ARN of one in another account",
  );

const person = z
  .string()
  .regex(/^(group|user)\/[^\p{C}]+$/u, "must be group/<name> or user/<name> of Identity Center");

const action = z
  .string()
  .regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, "must be one action, such as s3:GetObject");

const contextValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
  error: "must be text, a number, true or false, or a list of text",
});

const expectation = z
  .strictObject({
    name: text.describe("What must hold, as a sentence"),
    principal: oneOrMany(principal).describe(
      "Who calls: root, role/<name>, user/<name> or permission-set/<name> of each account; group/<name>, user/<name> or anybody of Identity Center, with what they are assigned; an AWS service's name; or the ARN of a principal anywhere",
    ),
    except: oneOrMany(person)
      .describe("Groups and users that anybody does not stand for")
      .optional(),
    action: oneOrMany(action).describe("What is called, e.g. s3:GetObject"),
    resource: oneOrMany(text)
      .describe(
        `On what: an ARN with \${account} for the caller's account id, or \${<account name>}; * if left out`,
      )
      .prefault("*"),
    accounts: oneOrMany(text)
      .describe(
        "Where the principal is: names of accounts, unit paths, or all for every member account (also if left out)",
      )
      .optional(),
    resourceAccount: text
      .describe("Name of the account that owns the resource; told by its ARN, if left out")
      .optional(),
    context: z
      .record(z.string(), contextValue)
      .describe("Condition keys beside those that follow from the rest")
      .default({}),
    expect: z.enum(["allowed", "denied"]),
    by: text.describe("Name of a policy that must deny it, whichever others do").optional(),
  })
  .refine(({ expect, by }) => by === undefined || expect === "denied", {
    path: ["by"],
    message: "only goes with expect: denied",
  })
  .refine(({ principal, except }) => except === undefined || principal.includes("anybody"), {
    path: ["except"],
    message: "only goes with principal: anybody",
  });

export const expectationsSchema = z.strictObject({
  version: z.literal(1),
  expectations: z.array(expectation).describe("Each is evaluated by holdfast validate"),
});

export type Expectation = z.infer<typeof expectation>;
