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
} from "@holdfast/core";
import type { Answers } from "@holdfast/core/scan";
import { type CallOptions, createCall } from "./call.ts";

export interface CallerOptions<A extends Action> extends CallOptions {
  /** The only actions this caller makes, and those that its role may make. */
  readonly declared: readonly A[];
  /** Where a scan keeps what it has read: each call is made once. Left out: every time. */
  readonly answers?: Answers;
}

/** Throws a `HoldfastError` (`ACTION_UNDECLARED`) on any other action, an `AwsError` otherwise. */
export function createCaller<A extends Action>(options: CallerOptions<A>): Caller<A> {
  const send = createCall(options) as unknown as Send;
  const declared = new Set<Action>(options.declared);

  async function call<One extends A>(action: One, input: Input<One>): Promise<Output<One>> {
    assertDeclared(declared, action);
    const answer = options.answers
      ? options.answers.once(`${action} ${canonicalJson(input as Json)}`, () => send(action, input))
      : send(action, input);
    return (await answer) as Output<One>;
  }

  async function* pages<One extends A>(action: One, input: Input<One>) {
    const seen = new Set<string>();
    let token: string | undefined;
    do {
      const page = await call(action, token === undefined ? input : withToken(input, token));
      yield page;
      token = nextToken(page);
      // Going round in circles would never end, and stopping quietly would pass for complete.
      if (token !== undefined && seen.has(token)) throw repeatedToken(action);
      if (token !== undefined) seen.add(token);
    } while (token !== undefined);
  }

  return { call, pages };
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

/** All list calls that are used name their token alike; an input that is not one has no pages. */
function withToken<I>(input: I, token: string): I {
  return { ...input, NextToken: token };
}

function nextToken(page: unknown): string | undefined {
  const { NextToken } = page as { readonly NextToken?: string };
  return NextToken === "" ? undefined : NextToken;
}

function repeatedToken(action: Action): AwsError {
  return new AwsError(action, "RepeatedNextToken", "refused", "AWS gave the same page token twice");
}
