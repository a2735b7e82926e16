/** What the services of the lab share: refusing what they do not model, and state per place. */
import { ServiceError } from "../service.ts";

type Input = Readonly<Record<string, unknown>>;

/**
 * Throws if the input has a member that the lab does not act on: ignoring one silently would let a
 * test pass that fails on AWS. `code` is the service's usual error for bad input.
 */
export function onlySupports(
  operation: string,
  input: Input,
  members: readonly string[],
  code: string,
): void {
  const extra = Object.keys(input).filter((name) => !members.includes(name));
  if (extra.length === 0) return;
  throw new ServiceError(code, `The lab's ${operation} does not support ${extra.join(", ")}.`);
}

/** A member that the schema makes text; `""` if it is missing. */
export function textOf(input: Input, name: string): string {
  const value = input[name];
  return typeof value === "string" ? value : "";
}

/** A member that the schema makes a number. */
export function numberOf(input: Input, name: string): number | undefined {
  const value = input[name];
  return typeof value === "number" ? value : undefined;
}

/** A member that the schema makes a list of text; empty if it is missing. */
export function textsOf(input: Input, name: string): readonly string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** State of which each account has its own in each Region. */
export class PerRegion<T> {
  readonly #places = new Map<string, T>();
  readonly #create: () => T;

  constructor(create: () => T) {
    this.#create = create;
  }

  in(account: string, region: string): T {
    const place = `${account}/${region}`;
    const state = this.#places.get(place) ?? this.#create();
    this.#places.set(place, state);
    return state;
  }
}

/** Bytes of a text in UTF-8, the unit of AWS's size limits. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
