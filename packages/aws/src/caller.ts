/** The reading half of AWS for guardrails: only what was declared, page by page. */
import {
  type Action,
  AwsError,
  type Caller,
  canonicalJson,
  HoldfastError,
  type Input,
  type Json,
  type Output,
  type Place,
} from "@holdfast/core";
import type { Answers } from "@holdfast/core/scan";
import { type CallOptions, createCall } from "./call.ts";
import type { Elsewhere } from "./elsewhere.ts";

export interface CallerOptions<A extends Action> extends CallOptions {
  /** How calls are made elsewhere; left out, `at` throws. */
  readonly elsewhere?: Pick<Elsewhere, "observing">;
  /** The only actions this caller makes, and those that its role may make. */
  readonly declared: readonly A[];
  /** Where a scan keeps what it has read: each call is made once. Left out: every time. */
  readonly answers?: Answers;
}

/** Throws a `HoldfastError` (`ACTION_UNDECLARED`) on any other action, an `AwsError` otherwise. */
export function createCaller<A extends Action>(options: CallerOptions<A>): Caller<A> {
  return callerOf(options, "", createCall(options) as unknown as Send);
}

/** @param where distinguishes the answers of different accounts and Regions */
function callerOf<A extends Action>(
  options: CallerOptions<A>,
  where: string,
  send: Send,
): Caller<A> {
  const declared = new Set<Action>(options.declared);

  async function call<One extends A>(action: One, input: Input<One>): Promise<Output<One>> {
    assertDeclared(declared, action);
    const answer = options.answers
      ? options.answers.once(`${where}${action} ${canonicalJson(input as Json)}`, () =>
          send(action, input),
        )
      : send(action, input);
    return (await answer) as Output<One>;
  }

  async function* pages<One extends A>(action: One, input: Input<One>) {
    const seen = new Set<string>();
    let token: Token | undefined;
    do {
      const page = await call(action, token === undefined ? input : withToken(input, token));
      yield page;
      token = nextToken(page);
      // Going round in circles would never end, and stopping quietly would pass for complete.
      if (token !== undefined && seen.has(token[1])) throw repeatedToken(action);
      if (token !== undefined) seen.add(token[1]);
    } while (token !== undefined);
  }

  function at(place: Place): Caller<A> {
    const { elsewhere } = options;
    if (elsewhere === undefined) throw unreachable(place);
    const there = createCall({ ...options, ...elsewhere.observing(place) }) as unknown as Send;
    return callerOf(options, `${place.account}/${place.region} `, there);
  }

  return { call, pages, at };
}

/** What `createCall` gives, for an action that is still generic: TypeScript can't relate its input to the SDK's. */
export type Send = (action: Action, input: unknown) => Promise<unknown>;

/** The check that the compiler makes too; here for JavaScript, casts and mistakes in wiring. */
export function assertDeclared(declared: ReadonlySet<Action>, action: Action): void {
  if (declared.has(action)) return;
  throw new HoldfastError("ACTION_UNDECLARED", `${action} is called but not declared`, {
    source: "tool",
    hint: "Add it to the guardrail's reads or writes; its role is generated from them.",
  });
}

interface Page {
  readonly NextToken?: string;
  readonly nextToken?: string;
  readonly Marker?: string;
  readonly IsTruncated?: boolean;
}

/** Next to the token that a page gives; an input that is not of a list has no pages. */
function withToken<I>(input: I, [member, token]: Token): I {
  return { ...input, [member]: token };
}

type Token = readonly [member: "NextToken" | "nextToken" | "Marker", token: string];

/** Services spell it in these ways; IAM's marker counts only where it says that the page was cut. */
function nextToken(page: unknown): Token | undefined {
  const { NextToken, nextToken: camel, Marker, IsTruncated } = page as Page;
  if (NextToken) return ["NextToken", NextToken];
  if (camel) return ["nextToken", camel];
  return IsTruncated && Marker ? ["Marker", Marker] : undefined;
}

/** For whoever wires things up: a caller or an executor that stays at home was sent elsewhere. */
export function unreachable({ account, region }: Place): HoldfastError {
  return new HoldfastError("NO_REACH", `nothing says how to call AWS in ${account}, ${region}`, {
    source: "tool",
    hint: "Give this caller the roles of the other accounts.",
  });
}

function repeatedToken(action: Action): AwsError {
  return new AwsError(action, "RepeatedNextToken", "refused", "AWS gave the same page token twice");
}
