/** Names for a baseline: AWS's own where the format takes them, otherwise legible ones that tell whose they are. */

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a format takes, and how a name that it does not take is made to fit. */
export interface Naming {
  readonly takes: (name: string) => boolean;
  readonly adapt: (name: string) => string;
  /** For something of whose name nothing is left. */
  readonly kind: string;
  /** Two names that give the same are the same. */
  readonly fold?: (name: string) => string;
}

/** Room for what tells two names apart. */
const MOST = 100;

/** Letters with accents lose them; whatever else a name can't have becomes one dash. */
function fitted(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, MOST)
    .replace(/-+$/, "");
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export const ACCOUNT_NAMES: Naming = {
  // `management` is free for the management account alone; it has its name by `reserved`.
  takes: (name) => PLAIN.test(name) && name !== "Root" && name !== "management",
  adapt: fitted,
  kind: "account",
};

/** File names too, and those differ by more than capitals on many machines. */
export const POLICY_NAMES: Naming = {
  takes: (name) => PLAIN.test(name) && !/^(RCP)?FullAWSAccess$/.test(name),
  adapt: fitted,
  kind: "policy",
  fold: (name) => name.toLowerCase(),
};

/** One step of a unit's path. */
export const UNIT_NAMES: Naming = {
  takes: (name) => /^[^/\p{C}\s]([^/\p{C}]{0,126}[^/\p{C}\s])?$/u.test(name),
  adapt(name) {
    const characters = Array.from(name.trim().replaceAll(/[/\p{C}]+/gu, "-"));
    const adapted = characters.slice(0, MOST).join("").trim();
    return /[\p{L}\p{N}\p{S}]/u.test(adapted) ? adapted : "";
  },
  kind: "unit",
};

/**
 * A name for each id. Whoever bears a name as it stands keeps it, if nobody else does; all others that
 * it would fit get the end of their id behind it. The order in which they come has no influence.
 * @param reserved names that are taken
 */
export function namesFor(
  things: readonly Named[],
  { takes, adapt, kind, fold = (name) => name }: Naming,
  reserved: readonly string[] = [],
): Map<string, string> {
  const taken = new Set(reserved.map(fold));
  const names = new Map<string, string>();
  const give = (id: string, name: string) => {
    names.set(id, name);
    taken.add(fold(name));
  };
  const ordered = things.toSorted((a, b) => (a.id < b.id ? -1 : 1));

  const verbatim = ordered.filter(({ name }) => takes(name) && !taken.has(fold(name)));
  const bearers = Map.groupBy(verbatim, ({ name }) => fold(name));
  for (const [first, ...others] of bearers.values()) {
    if (first !== undefined && others.length === 0) give(first.id, first.name);
  }
  const rest = ordered.filter(({ id }) => !names.has(id));
  const wishes = Map.groupBy(rest, ({ name }) => fold(adapt(name)));
  for (const [wish, wishers] of wishes) {
    for (const { id, name } of wishers) {
      const alone = wishers.length === 1 && takes(adapt(name)) && !taken.has(wish);
      give(id, alone ? adapt(name) : apart(id, adapt(name) || kind));
    }
  }
  return names;

  /** `dev-0007`, with as much of the id as it takes. */
  function apart(id: string, base: string): string {
    const tail = id.replace(/^.*-/, "");
    for (let length = 4; ; length++) {
      const more = length > tail.length ? `-${length - tail.length + 1}` : "";
      const name = `${base}-${tail.slice(-length)}${more}`;
      if (takes(name) && !taken.has(fold(name))) return name;
    }
  }
}
