/** Reads members of an input that a caller may have sent in any shape. */
import { invalid } from "./errors.ts";

export type Input = Readonly<Record<string, unknown>>;

const NAME = /^[\w+=,.@-]+$/;

/** A required string of at most `most` characters. */
export function text(input: Input, member: string, most = 131_072): string {
  const value = input[member];
  if (typeof value === "string" && value !== "" && value.length <= most) return value;
  throw invalid(`The specified value for ${member} is invalid.`);
}

export function optionalText(input: Input, member: string): string | undefined {
  return input[member] === undefined ? undefined : text(input, member);
}

/** Name of a user, role or policy. */
export function nameIn(input: Input, member: string, most = 64): string {
  const name = text(input, member, most);
  if (NAME.test(name)) return name;
  throw invalid(
    `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

export function pathIn({ Path }: Input): string {
  if (Path === undefined) return "/";
  if (typeof Path === "string" && /^\/([!-~]+\/)?$/.test(Path)) return Path;
  throw invalid("The specified value for path is invalid.");
}

export function statusIn({ Status }: Input): "Active" | "Inactive" {
  if (Status === "Active" || Status === "Inactive") return Status;
  throw invalid("The specified value for Status is invalid.");
}
