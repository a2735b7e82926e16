/** Answers that are worked out once. */

/** Remembers what `make` gave for a text, up to a number of texts: then it starts anew. */
export class Memo<T> {
  readonly #known = new Map<string, T>();
  readonly #make: (text: string) => T;
  readonly #max: number;

  constructor(make: (text: string) => T, max: number) {
    this.#make = make;
    this.#max = max;
  }

  /** As `make`. What comes out undefined or is thrown is not remembered. */
  of(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    if (made === undefined) return made;
    if (this.#known.size >= this.#max) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
