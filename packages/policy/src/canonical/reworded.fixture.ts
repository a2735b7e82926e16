// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** Policies for properties, and the same policies in all the words that AWS takes for the same. */
import fc from "fast-check";
import type {
  ConditionBlock,
  PolicyDocument,
  PolicyStatement,
  PrincipalBlock,
} from "../document.ts";
import { many } from "../many.ts";

const list = (...values: readonly string[]) =>
  fc.subarray([...values], { minLength: 1 }).map((some) => (some.length === 1 ? some[0] : some));

const actions = list("s3:GetObject", "s3:Put*", "iam:CreateUser", "*");
const resources = list("*", "arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::b", "arn:aws:s3:::B");
const principal: fc.Arbitrary<PrincipalBlock> = fc.oneof(
  fc.constant("*" as const),
  fc.record(
    {
      AWS: list("111122223333", "arn:aws:iam::111122223333:role/a", "*"),
      Service: list("ec2.amazonaws.com"),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<PrincipalBlock>,
);
const values = fc.oneof(
  list("a", "A", "true", "1", "${aws:username}"),
  fc.constantFrom(true, false, 1, 2.5),
);
const keys = fc.dictionary(fc.constantFrom("aws:PrincipalArn", "s3:prefix", "aws:x"), values, {
  noNullPrototype: true,
});
const condition = fc.dictionary(fc.constantFrom("StringLike", "Bool", "StringEquals"), keys, {
  noNullPrototype: true,
}) as fc.Arbitrary<ConditionBlock>;

const statement = fc.record(
  {
    Sid: fc.constantFrom("One", "Two", "Three"),
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: principal,
    NotPrincipal: principal,
    Action: actions,
    NotAction: actions,
    Resource: resources,
    NotResource: resources,
    Condition: condition,
  },
  { requiredKeys: ["Effect"], noNullPrototype: true },
) as fc.Arbitrary<PolicyStatement>;

/** Documents of few words, so that many are nearly alike. */
export const documents = fc.record(
  {
    Version: fc.constantFrom("2012-10-17", "2008-10-17"),
    Id: fc.constantFrom("a", "b"),
    Statement: fc.oneof(statement, fc.array(statement, { maxLength: 4 })),
  },
  { requiredKeys: ["Statement"], noNullPrototype: true },
) as fc.Arbitrary<PolicyDocument>;

/** The same document in other words: order, repetition, lists of one, case, literals, account ids. */
export function reworded(document: PolicyDocument): fc.Arbitrary<PolicyDocument> {
  return fc.infiniteStream(fc.nat(9)).map((stream) => {
    const next = (): number => stream.next().value ?? 0;
    const reword = new Rewording(next);
    const text = JSON.stringify(document).includes("${");
    const { Version: version, ...rest } = document;
    return {
      ...(next() % 2 === 0 || text ? { ...(version && { Version: version }) } : {}),
      ...rest,
      Statement: reword.listOrOne(
        many(document.Statement).map((one) => reword.statement(one)),
        false,
      ),
    };
  });
}

class Rewording {
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  statement({ Sid, ...rest }: PolicyStatement): PolicyStatement {
    const elements = Object.entries(rest).map(([name, value]): [string, unknown] => {
      if (name === "Action" || name === "NotAction") {
        return [name, this.listOrOne(many(value as string).map((action) => this.#recased(action)))];
      }
      if (name === "Resource" || name === "NotResource") {
        return [name, this.listOrOne(many(value as string))];
      }
      if (name === "Condition") return [name, this.#condition(value as ConditionBlock)];
      return [name, name === "Effect" ? value : this.#principal(value as PrincipalBlock)];
    });
    const sid = [[], [["Sid", Sid]], [["Sid", "Renamed"]]][this.#next() % 3] ?? [];
    return Object.fromEntries(this.#shuffled([...elements, ...sid]));
  }

  /** Another order, maybe one of them twice; a list of one may be the one. */
  listOrOne<T>(items: readonly T[], repeat = true): T | readonly T[] {
    const others = this.#shuffled(items);
    const again = repeat && this.#next() % 3 === 0 ? others.slice(0, 1) : [];
    const all = [...others, ...again];
    const [only] = all;
    return all.length === 1 && only !== undefined && this.#next() % 2 === 0 ? only : all;
  }

  #principal(principal: PrincipalBlock): PrincipalBlock {
    if (principal === "*") return "*";
    return this.#record(principal, (who) =>
      this.listOrOne(many(who).map((one) => this.#account(one))),
    );
  }

  #account(principal: string): string {
    const id = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
    if (id === undefined) return principal;
    return this.#next() % 2 === 0 ? id : `arn:aws:iam::${id}:root`;
  }

  #condition(block: ConditionBlock): ConditionBlock {
    return this.#record(block, (keys) =>
      Object.fromEntries(
        this.#shuffled(Object.entries(keys)).map(([key, some]) => [
          this.#recased(key),
          this.listOrOne(many(some).map((one) => (this.#next() % 2 === 0 ? String(one) : one))),
        ]),
      ),
    );
  }

  #record<T>(record: Readonly<Record<string, T>>, reword: (value: T) => T): Record<string, T> {
    const entries = Object.entries(record).map(([name, value]) => [name, reword(value)] as const);
    return Object.fromEntries(this.#shuffled(entries));
  }

  #recased(name: string): string {
    return Array.from(name, (letter) =>
      this.#next() % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase(),
    ).join("");
  }

  #shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item, index) => ({ item, rank: this.#next() * 1000 + index }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }
}
