/** The condition keys of a request. AWS compares key names, also the part after a `/`, without case. */
import { PolicyError } from "../errors.ts";
import { foldCase } from "../fold.ts";

/** A single-valued key has a string, a multivalued one a list. */
export type ContextValue = string | readonly string[];

/** Made once, it may go with any number of requests. */
export class Context {
  readonly #values = new Map<string, ContextValue>();

  /** Throws a `PolicyError` if two keys differ in case alone. */
  constructor(values: Readonly<Record<string, ContextValue>>) {
    for (const [key, value] of Object.entries(values)) {
      const name = foldCase(key);
      if (this.#values.has(name)) {
        throw new PolicyError("UNREADABLE_CONTEXT", `the context has the key ${name} twice`);
      }
      this.#values.set(name, value);
    }
  }

  /** The value of a key, however its name is written; undefined if the request has none. */
  get(key: string): ContextValue | undefined {
    return this.#values.get(foldCase(key));
  }

  /** The same for a name that is in lower case already. */
  getFolded(key: string): ContextValue | undefined {
    return this.#values.get(key);
  }
}
