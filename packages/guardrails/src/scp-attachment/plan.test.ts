import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { keyOf } from "./keys.ts";
import type { Attached, Live } from "./live.ts";
import { type DeclaredPolicy, diff, plan, type Want } from "./plan.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";
const AI = "AISERVICES_OPT_OUT_POLICY";
const TAG = "TAG_POLICY";
/** Policies that AWS demands, and that it has room for (Organizations User Guide, "Quotas"). */
const LEAST = { [SCP]: 1, [RCP]: 1, [AI]: 0, [TAG]: 0 } as const;
const MOST = { [SCP]: 10, [RCP]: 5, [AI]: 5, [TAG]: 10 } as const;
const DENY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
const ALLOW = DENY.replace("Deny", "Allow");
type Type = keyof typeof MOST;
const TYPES: readonly Type[] = [SCP, RCP, AI, TAG];
const keyFor = (type: Type) => keyOf(securecart, type, "r-5c7t");

const policy = (id: string, onAttach: DeclaredPolicy["onAttach"] = "restrict"): DeclaredPolicy => ({
  id,
  name: `name-${id}`,
  onAttach,
});
const attached = (id: string, rest: Partial<Attached> = {}): Attached => ({
  id,
  name: `name-${id}`,
  awsManaged: false,
  content: DENY,
  ...rest,
});
const wanting = (
  policies: readonly DeclaredPolicy[],
  leaveAlone: readonly string[] = [],
): Want => ({
  policies,
  leaveAlone,
  declared: true,
});
const living = (...policies: Attached[]): Live => ({ policies });
const AWS = attached("p-FullAWSAccess", { awsManaged: true, content: null });

/** A plan in short: `+id` attaches, `-id` detaches, with what it requires and its effect. */
const short = (want: Want, live: Live | undefined, type: Type = SCP) =>
  plan(keyFor(type), want, live).map(({ action, input, requires = [], effect }) => {
    const sign = action === "organizations:AttachPolicy" ? "+" : "-";
    return `${sign}${input.PolicyId} ${effect}${requires.map((index) => ` after ${index}`).join("")}`;
  });

const ten = Array.from({ length: 10 }, (_, index) => attached(`p-${index}`));

describe("what differs", () => {
  it.each([
    [
      "nothing, when the declared is attached",
      wanting([policy("a")]),
      living(attached("a"), AWS),
      [],
    ],
    ["a missing one", wanting([policy("a")]), living(AWS), ["missing policies.name-a"]],
    ["an undeclared one", wanting([]), living(attached("x"), AWS), ["unexpected policies.x"]],
    ["not AWS's own", wanting([]), living(AWS), []],
    ["not what is left alone", wanting([], ["x"]), living(attached("x")), []],
    [
      "one that is only named like a declared or an AWS one",
      wanting([policy("a")]),
      living(
        attached("a"),
        attached("x", { name: "FullAWSAccess" }),
        attached("y", { name: "name-a" }),
      ),
      ["unexpected policies.x", "unexpected policies.y"],
    ],
    ["a declared target that is gone", wanting([]), undefined, ["missing target"]],
    ["no undeclared target that is gone", { ...wanting([]), declared: false }, undefined, []],
  ])("is %s", (_what, want, live, expected) => {
    expect(diff(want, live).map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
  });
});

describe("a plan", () => {
  it.each([
    ["attaches what is missing", wanting([policy("a")]), living(AWS), ["+a restrict"]],
    [
      "attaches before it detaches",
      wanting([policy("a")]),
      living(attached("x"), AWS),
      ["+a restrict", "-x grant"],
    ],
    [
      "detaches only once the first new one is there if nothing else stays",
      wanting([policy("a"), policy("b")]),
      living(attached("x")),
      ["+a restrict", "+b restrict", "-x grant after 0"],
    ],
    [
      "makes room first where all slots are taken, and attaches only if that worked",
      wanting([policy("a")]),
      living(...ten),
      [
        "-p-0 grant",
        "+a restrict after 0",
        ...ten.slice(1).map(({ id }) => `-${id} grant after 1`),
      ],
    ],
    ["leaves the last policy of a target where it is", wanting([]), living(attached("x")), []],
    [
      "leaves one of several where nothing else would stay",
      wanting([]),
      living(attached("x"), attached("y")),
      ["-x grant"],
    ],
    ["does nothing about a target that is gone", wanting([policy("a")]), undefined, []],
  ])("%s", (_what, want, live, expected) => {
    expect(short(want, live)).toEqual(expected);
  });

  it("knows the smaller limit of resource control policies", () => {
    const steps = short(wanting([policy("a")]), living(...ten.slice(0, 5)), RCP);
    expect(steps.slice(0, 2)).toEqual(["-p-0 grant", "+a restrict after 0"]);
  });

  it.each([
    ["a deny", DENY, "grant"],
    ["an allow", ALLOW, "restrict"],
    ["a document that can't be parsed", "{", "grant"],
    ["an empty document", "", "grant"],
    ["a document that was not read", null, "grant"],
  ])("says what detaching %s does to access", (_what, content, effect) => {
    expect(short(wanting([]), living(attached("x", { content }), AWS))).toEqual([`-x ${effect}`]);
  });

  it("takes the last policy away where AWS demands none, whether or not another gets there", () => {
    expect(short(wanting([]), living(attached("x")), TAG)).toEqual(["-x grant"]);
    const replaced = short(wanting([policy("a", "grant")]), living(attached("x")), TAG);
    expect(replaced).toEqual(["+a grant", "-x grant"]);
  });

  it.each([AI, TAG] as const)("does not know what detaching a %s does to access", (type) => {
    for (const content of [ALLOW, DENY, null]) {
      expect(short(wanting([]), living(attached("x", { content })), type)).toEqual(["-x grant"]);
    }
  });

  it("says of an attachment what the declared policy does to access", () => {
    const want = wanting([policy("a", "grant"), policy("b", "neutral")]);
    expect(short(want, living(AWS))).toEqual(["+a grant", "+b neutral"]);
  });
});

/** Any want and live state that AWS's limit leaves room for. */
const situations = fc.constantFrom(...TYPES).chain((type) => {
  const pool = Array.from({ length: 16 }, (_, index) => `p-${index}`);
  return fc
    .record({
      wanted: fc.subarray(pool.slice(0, 8), { maxLength: MOST[type] - 2 }),
      foreign: fc.subarray(pool, { minLength: 1, maxLength: MOST[type] - 1 }),
      left: fc.subarray(pool.slice(14), { maxLength: 1 }),
      aws: fc.boolean(),
    })
    .map(({ wanted, foreign, left, aws }) => ({
      type,
      want: wanting(
        wanted.map((id) => policy(id)),
        left,
      ),
      live: living(...foreign.map((id) => attached(id)), ...(aws ? [AWS] : [])),
    }));
});

/** Applies a plan as AWS would; `refuse` says which step fails. Gives the number attached after each. */
function apply(
  { type, want, live }: { type: Type; want: Want; live: Live },
  refuse: (index: number) => boolean = () => false,
) {
  const there = new Map(live.policies.map((one) => [one.id, one]));
  const sizes: number[] = [];
  const failed = new Set<number>();
  const steps = plan(keyFor(type), want, live);
  for (const [index, { action, input, requires = [] }] of steps.entries()) {
    if (refuse(index) || requires.some((needed) => failed.has(needed))) {
      failed.add(index);
      continue;
    }
    if (action === "organizations:AttachPolicy")
      there.set(input.PolicyId, attached(input.PolicyId));
    else there.delete(input.PolicyId);
    sizes.push(there.size);
  }
  return { after: living(...there.values()), sizes, steps };
}

describe("any plan", () => {
  it("leads to the declared state, and then there is nothing left to plan", () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { after } = apply(situation);
        const { want, type } = situation;
        // The last policy of a target that declares none can't be detached (AWS's minimum of one).
        const left = diff(want, after);
        const least = after.policies.length === LEAST[type] && LEAST[type] > 0;
        const stays = least && want.policies.length === 0;
        if (!stays) expect(left).toEqual([]);
        expect(left.filter(({ kind }) => kind === "missing")).toEqual([]);
        expect(plan(keyFor(type), want, after)).toEqual([]);
      }),
    );
  });

  it("is never below AWS's minimum nor above the limit, whichever of its steps fails", () => {
    fc.assert(
      fc.property(situations, fc.array(fc.boolean(), { maxLength: 20 }), (situation, refused) => {
        const { sizes } = apply(situation, (index) => refused[index] ?? false);
        for (const size of sizes) {
          expect(size).toBeGreaterThanOrEqual(LEAST[situation.type]);
          expect(size).toBeLessThanOrEqual(MOST[situation.type]);
        }
      }),
    );
  });

  it("attaches before it detaches, but for what makes room in a full target", () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { steps } = apply(situation);
        const signs = steps.map(({ action }) => action === "organizations:AttachPolicy");
        const early = signs
          .slice(0, Math.max(0, signs.lastIndexOf(true)))
          .filter((attaching) => !attaching);
        const { live, type } = situation;
        const attaching = signs.filter((one) => one).length;
        const over = Math.max(0, live.policies.length + attaching - MOST[type]);
        expect(early.length).toBe(over);
      }),
    );
  });

  it("neither touches what is AWS's own or left alone, nor what is as declared", () => {
    fc.assert(
      fc.property(situations, ({ type, want, live }) => {
        const ids = (policies: readonly { id: string }[]) => policies.map(({ id }) => id);
        const right = ids(want.policies).filter((id) => ids(live.policies).includes(id));
        const foreign = want.leaveAlone.filter((id) => !ids(want.policies).includes(id));
        const untouchable = [...right, ...foreign, AWS.id];
        const touched = plan(keyFor(type), want, live).map(({ input }) => input.PolicyId);
        expect(touched.filter((id) => untouchable.includes(id))).toEqual([]);
      }),
    );
  });

  it("has a step for every difference that can be put right, and no step without one", () => {
    fc.assert(
      fc.property(situations, ({ type, want, live }) => {
        const differing = diff(want, live).map(({ expected, actual }) => expected ?? actual);
        const touched = plan(keyFor(type), want, live).map(({ input }) => input.PolicyId);
        expect(touched.filter((id) => !differing.includes(id))).toEqual([]);
        expect(new Set(touched).size).toBe(touched.length);
      }),
    );
  });
});
