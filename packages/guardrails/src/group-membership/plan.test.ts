import type { Step } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { guarding, member, there, userId, wanting } from "./fixture.ts";
import { declaredKeys } from "./keys.ts";
import type { Live, LiveMember } from "./live.ts";
import { diff, plan, type Want } from "./plan.ts";

const [key] = declaredKeys(securecart);
if (key === undefined) throw new Error("SecureCart guards a group");
const TOLERANCE = { reason: "on call", duration: 3_600_000 };
const want = wanting(guarding(1, 2), TOLERANCE);

const messages = (live: Live, of: Want = want) => diff(of, live).map(({ message }) => message);
const steps = (live: Live, of: Want = want): readonly Step[] => plan(key, of, live);

describe("a guarded group", () => {
  it("is in sync with exactly the declared members", () => {
    const live = there([member(1), member(2)]);
    expect([diff(want, live), steps(live)]).toEqual([[], []]);
  });

  it("loses whom nobody declared, and gets back whom somebody removed", () => {
    const live = there([member(1), member(3, "mallory")]);
    expect(messages(live)).toEqual([
      `mallory (${userId(3)}) is a member, and nobody declared it`,
      "user-2 is no member any more",
    ]);
    expect(steps(live)).toMatchObject([
      {
        action: "identitystore:DeleteGroupMembership",
        input: { MembershipId: "membership-3" },
        effect: "restrict",
      },
      {
        action: "identitystore:CreateGroupMembership",
        input: { GroupId: userId(999), MemberId: { UserId: userId(2) } },
        effect: "grant",
        beneficiaries: [userId(2), userId(999)],
      },
    ]);
  });

  it("tells a user who was made again under a declared name from the declared one", () => {
    const live = there([member(2), member(7, "user-1")]);
    expect(messages(live)).toEqual([
      `user-1 (${userId(7)}) is a member, and nobody declared it`,
      "user-1 is no member any more",
    ]);
  });

  it("keeps whom the identity store does not know, and nobody else for that", () => {
    const live = there([member(1), member(2), member(3, null), member(4, "mallory")]);
    expect(diff(want, live)).toHaveLength(2);
    expect(steps(live)).toMatchObject([{ input: { MembershipId: "membership-4" } }]);
  });

  it("can't get back a user who is gone", () => {
    const live = there([member(1)], { lost: [userId(2)] });
    expect(messages(live)).toEqual([
      "user-2 is no member, and the identity store has no such user any more",
    ]);
    expect(steps(live)).toEqual([]);
  });

  it("that an external provider owns is told, and left alone", () => {
    const live = there([member(1), member(3, "mallory")], { external: true });
    for (const message of messages(live)) expect(message).toContain("has to be put right there");
    expect(messages(live)).toHaveLength(2);
    expect(steps(live)).toEqual([]);
  });

  it("that is gone is told, with the group that has its name now", () => {
    const gone = there([], { there: false });
    expect(messages(gone)).toEqual([`the group Ops (${userId(999)}) is gone`]);
    expect(messages({ ...gone, namesake: userId(8) })).toEqual([
      `the group Ops (${userId(999)}) is gone; ${userId(8)} has its name now, and is not the declared one`,
    ]);
    expect(steps({ ...gone, namesake: userId(8) })).toEqual([]);
  });

  it("under another name is told, and its members are guarded all the same", () => {
    const live = there([member(1), member(2), member(3, "mallory")], { name: "Quiet" });
    expect(diff(want, live)).toMatchObject([{ aspect: "renamed" }, { aspect: "added" }]);
    expect(steps(live)).toHaveLength(1);
  });

  it("may have a member for a while whom the baseline tolerates", () => {
    const live = there([member(1), member(2), member(3, "jit-1"), member(4, "mallory")]);
    const [tolerated, other] = diff(want, live);
    expect(tolerated).toMatchObject({ path: `members.${userId(3)}`, tolerance: TOLERANCE });
    expect(other).not.toHaveProperty("tolerance");
    expect(steps(live)).toMatchObject([{ undoes: tolerated?.path }, {}]);
    expect(steps(live)[1]).not.toHaveProperty("undoes");
  });

  it("tolerates nobody whose name it does not know", () => {
    const anybody: Want = { ...want, toleranceOf: () => TOLERANCE };
    const live = there([member(1), member(2), member(3, null)]);
    expect(diff(anybody, live)[0]).not.toHaveProperty("tolerance");
  });
});

describe("a group with more strangers than are named", () => {
  // A hundred are named, and tolerated; another hundred and fifty are not named.
  const named = Array.from({ length: 100 }, (_, index) => member(1000 + index, `jit-${index}`));
  const others = Array.from({ length: 150 }, (_, index) => member(2000 + index));
  const live = there([member(1), member(2), ...named, ...others]);

  it("says how many there are besides", () => {
    expect(diff(want, live)).toHaveLength(101);
    expect(messages(live).at(-1)).toBe("150 more users are members, and nobody declared them");
  });

  it("loses first those who can't be tolerated", () => {
    const removed = steps(live);
    expect(removed).toHaveLength(200);
    expect(removed.slice(0, 150).every(({ undoes }) => undoes === undefined)).toBe(true);
    expect(removed.slice(150).every(({ undoes }) => undoes !== undefined)).toBe(true);
  });
});

describe("taking every step of a plan", () => {
  /** What is there after the steps; names are those that a look would find. */
  function after(live: Live, taken: readonly Step[], declared: ReadonlySet<string>): Live {
    const gone = new Set(taken.flatMap(({ input }) => Reflect.get(input, "MembershipId") ?? []));
    const added = taken.flatMap(({ input }) => Reflect.get(input, "MemberId")?.UserId ?? []);
    const kept = live.members.filter(({ membership }) => !gone.has(membership));
    const made = added.map((user: string): LiveMember => ({ user, membership: `new-${user}` }));
    const members = [...kept, ...made].map(({ name, ...one }) =>
      declared.has(one.user) ? one : { ...one, name: name ?? "somebody" },
    );
    return { ...live, members };
  }

  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 350 });

  it("leads to exactly the declared members, whoever was there, within a few looks", () => {
    fc.assert(
      fc.property(numbers, numbers, (wanted, found) => {
        const of = wanting(guarding(...wanted));
        const declared = new Set(of.group.members.map(({ id }) => id));
        let strangers = 0;
        let live = there(
          found.map((number) => {
            if (declared.has(userId(number))) return member(number);
            strangers += 1;
            return member(number, strangers <= 100 ? "mallory" : undefined);
          }),
        );
        for (let look = 0; look < 5 && diff(of, live).length > 0; look++) {
          const taken = steps(live, of);
          expect(taken.length).toBeLessThanOrEqual(200);
          live = after(live, taken, declared);
        }
        expect(diff(of, live)).toEqual([]);
        expect(new Set(live.members.map(({ user }) => user))).toEqual(declared);
      }),
      { numRuns: 50 },
    );
  });

  it("never removes a declared member, nor adds anybody else", () => {
    fc.assert(
      fc.property(numbers, numbers, (wanted, found) => {
        const of = wanting(guarding(...wanted));
        const declared = new Map(of.group.members.map(({ id }) => [id, true]));
        const live = there(
          found.map((number) =>
            declared.has(userId(number)) ? member(number) : member(number, "m"),
          ),
        );
        const users = new Map(live.members.map(({ membership, user }) => [membership, user]));
        for (const { action, input } of steps(live, of)) {
          const removed = users.get(Reflect.get(input, "MembershipId"));
          const added = Reflect.get(input, "MemberId")?.UserId;
          if (action.endsWith("DeleteGroupMembership"))
            expect(declared.has(removed ?? "")).toBe(false);
          else expect(declared.has(added)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
