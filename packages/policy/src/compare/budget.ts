/** Work that a comparison may do: policies come from anybody, also from who wants it to take forever. */

/** Cost of asking the evaluator about one test. */
export const PROBE = 500;

export class Budget {
  #left: number;

  /** @param amount units; one is some ten nanoseconds of work */
  constructor(amount: number) {
    this.#left = amount;
  }

  /** Takes from what is left. False: there isn't enough, nor will there be for anything later. */
  spend(amount: number): boolean {
    this.#left -= amount;
    return this.#left >= 0;
  }
}
