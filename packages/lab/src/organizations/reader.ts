/** What the read operations share: a view that may be stale, and lists that come in pages. */
import type { Random } from "@holdfast/core";
import { type PageRules, page } from "../paging.ts";
import { invalid } from "./errors.ts";
import type { Input } from "./input.ts";
import type { OrganizationState } from "./state.ts";

/** What AWS gives at most, and by default (aws-facts: page size <= 20). */
const PAGES: PageRules = {
  largest: 20,
  tooMany: (largest) =>
    invalid("MAX_LIMIT_EXCEEDED", `MaxResults must be between 1 and ${largest}.`),
  badToken: () => invalid("INVALID_NEXT_TOKEN", "NextToken is not valid."),
};

export interface Reader {
  /** The organization as a read sees it. */
  view(): OrganizationState;
  /** A page of `all` as an answer whose list is called `member`. */
  listed<T>(
    member: string,
    input: Input,
    all: Iterable<T>,
    shape: (item: T) => unknown,
  ): Record<string, unknown>;
}

/** `short()` gives the randomness for short pages while they are asked for. */
export function createReader(
  view: () => OrganizationState,
  short: () => Random | undefined,
): Reader {
  return {
    view,
    listed(member, input, all, shape) {
      const { items, ...rest } = page([...all], input, PAGES, short());
      return { [member]: items.map(shape), ...rest };
    },
  };
}
