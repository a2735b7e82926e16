/** What kind of values a test is about. */
import type { Test } from "./test.ts";

export type Kind =
  | "text"
  | "arn"
  | "boolean"
  | "binary"
  | "number"
  | "date"
  | "address"
  | "presence";

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    StringEquals: "text",
    StringNotEquals: "text",
    StringEqualsIgnoreCase: "text",
    StringNotEqualsIgnoreCase: "text",
    StringLike: "text",
    StringNotLike: "text",
    ArnEquals: "arn",
    ArnLike: "arn",
    ArnNotEquals: "arn",
    ArnNotLike: "arn",
    Bool: "boolean",
    BinaryEquals: "binary",
    NumericEquals: "number",
    NumericNotEquals: "number",
    NumericLessThan: "number",
    NumericLessThanEquals: "number",
    NumericGreaterThan: "number",
    NumericGreaterThanEquals: "number",
    DateEquals: "date",
    DateNotEquals: "date",
    DateLessThan: "date",
    DateLessThanEquals: "date",
    DateGreaterThan: "date",
    DateGreaterThanEquals: "date",
    IpAddress: "address",
    NotIpAddress: "address",
    Null: "presence",
  }),
);

/** `unknown` for an operator that IAM doesn't have. A Resource element compares text. */
export function kindOf({ operator = "StringLike" }: Pick<Test, "operator">): Kind | "unknown" {
  return KINDS.get(operator) ?? "unknown";
}
