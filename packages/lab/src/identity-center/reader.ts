/** What the operations of Identity Center share: its state, which a read may see late, and pages. */
import type { Random } from "@holdfast/core";
import { type OrganizationState, withEntry } from "../organizations/state.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import { type PageRules, page } from "../paging.ts";
import { invalid, notFound } from "./errors.ts";
import { type Input, text } from "./input.ts";
import type { IdentityCenterState } from "./state.ts";

/** Both APIs give 100 items at most, and so many where nobody asks for fewer. */
const PAGES: PageRules = {
  largest: 100,
  tooMany: (largest) => invalid(`MaxResults must be between 1 and ${largest}.`),
  badToken: () => invalid("NextToken is not valid."),
};

export interface Center {
  /** The truth. Throws `ResourceNotFoundException` while Identity Center is not enabled. */
  current(): IdentityCenterState;
  /** As a read sees it. */
  view(): IdentityCenterState;
  /** Id of a user's membership; empty: there is none. */
  membershipOf(group: string, user: string): string;
  /** The organization around it. */
  organization(): OrganizationState;
  update(change: Partial<IdentityCenterState>): void;
  /** Sets one entry of one of its maps, or removes it. */
  set<Name extends MapName>(
    name: Name,
    key: string,
    value: ValueOf<IdentityCenterState[Name]> | undefined,
  ): void;
  /** What AWS does in the background, `ms` milliseconds from now. */
  later(ms: number, effect: () => void): void;
  /** A page of `all` as an answer whose list is called `member`. */
  listed<T>(
    member: string,
    input: Input,
    all: Iterable<T>,
    shape: (item: T) => unknown,
  ): Record<string, unknown>;
}

type MapName = {
  [Name in keyof IdentityCenterState]: IdentityCenterState[Name] extends ReadonlyMap<
    string,
    unknown
  >
    ? Name
    : never;
}[keyof IdentityCenterState];
type ValueOf<M> = M extends ReadonlyMap<string, infer V> ? V : never;

export function createCenter(
  store: OrganizationStore,
  trouble: { readLag(): number; pageRandom(): Random | undefined },
): Center {
  const of = ({ identityCenter }: OrganizationState): IdentityCenterState => {
    if (identityCenter === undefined) throw notFound("The instance");
    return identityCenter;
  };
  const current = () => of(store.current());
  const update = (change: Partial<IdentityCenterState>) =>
    store.update({ identityCenter: { ...current(), ...change } });
  return {
    current,
    view: () => of(store.view(trouble.readLag())),
    membershipOf(group, user) {
      const all = [...current().memberships.values()];
      return all.find((one) => one.group === group && one.user === user)?.id ?? "";
    },
    organization: store.current,
    update,
    set(name, key, value) {
      const map: ReadonlyMap<string, unknown> = current()[name];
      update({ [name]: withEntry(map, key, value) });
    },
    later: store.later,
    listed(member, input, all, shape) {
      const { items, ...rest } = page([...all], input, PAGES, trouble.pageRandom());
      return { [member]: items.map(shape), ...rest };
    },
  };
}

/** Refuses a call that is about another instance. */
export function checkInstance({ instance }: IdentityCenterState, input: Input): void {
  if (text(input, "InstanceArn", /^arn:aws:sso:::instance\//) !== instance) {
    throw notFound("The instance");
  }
}
