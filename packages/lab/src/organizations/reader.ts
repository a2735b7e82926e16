/** What the read operations share: a view that may be stale, and lists that come in pages. */
import type { Random } from "@holdfast/core";
import type { Input } from "./input.ts";
import { page } from "./paging.ts";
import type { OrganizationState } from "./state.ts";

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
      const { items, ...rest } = page([...all], input, short());
      return { [member]: items.map(shape), ...rest };
    },
  };
}
