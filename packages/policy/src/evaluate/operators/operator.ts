/** What a condition operator is: how it reads a value of the policy, and whether it is negated. */
import { PolicyError } from "../../errors.ts";
import type { Scope } from "../variables.ts";

/** Whether one value of the request fits one value of the policy. */
export type Test = (actual: string) => boolean;

export interface Operator {
  /** A negated operator holds if no value of the policy fits, and if the request lacks the key. */
  readonly negated: boolean;
  /** Reads one value of the policy. Throws a `PolicyError` if it makes no sense for this operator. */
  readonly prepare: (expected: string, scope: Scope) => Test;
}

export type Operators = Readonly<Record<string, Operator>>;

/** Reads text as a value of type `T`; undefined if it is none. */
export type Read<T> = (text: string) => T | undefined;

/** An operator that reads both sides in the same way, e.g. as numbers, and compares them. */
export function comparison<T>(
  kind: string,
  read: Read<T>,
  fits: (actual: T, expected: T) => boolean,
  negated = false,
): Operator {
  return {
    negated,
    prepare(expected, { where }) {
      const value = read(expected);
      if (value === undefined) throw unreadableValue(expected, kind, where);
      return (actual) => fits(readContext(actual, kind, read, where), value);
    },
  };
}

/** A value of the request that the operator must be able to read. Throws a `PolicyError`. */
export function readContext<T>(actual: string, kind: string, read: Read<T>, where: string): T {
  const value = read(actual);
  if (value !== undefined) return value;
  const problem = `the request's value ${JSON.stringify(actual)} is not ${kind}`;
  throw new PolicyError("UNREADABLE_CONTEXT", problem, { where });
}

export function unreadableValue(expected: string, kind: string, where: string): PolicyError {
  const problem = `${JSON.stringify(expected)} is not ${kind}`;
  return new PolicyError("UNREADABLE_VALUE", problem, { where });
}
