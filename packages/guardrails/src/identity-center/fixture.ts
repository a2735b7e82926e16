/** SecureCart's Identity Center and answers of AWS, for the tests of this domain. */
import {
  type Action,
  AwsError,
  type Baseline,
  type Caller,
  type IdentityCenter,
  type PrincipalType,
} from "@holdfast/core";
import { securecart } from "../securecart.fixture.ts";

export const center: IdentityCenter = centerOf(securecart);

function centerOf({ identityCenter }: Baseline): IdentityCenter {
  if (identityCenter === undefined) throw new Error("SecureCart declares no Identity Center");
  return identityCenter;
}

export const withoutCenter: Baseline = (({ identityCenter: _, ...rest }) => rest)(securecart);

/** SecureCart with parts of its Identity Center replaced. */
export function declaring(changes: Partial<IdentityCenter>): Baseline {
  return { ...securecart, identityCenter: { ...center, ...changes } };
}

export function setArn(name: string): string {
  return found(center.permissionSets, name).arn;
}

export function groupId(name: string): string {
  return found(center.groups, name).id;
}

export function userId(name: string): string {
  return found(
    center.groups.flatMap(({ members }) => members),
    name,
  ).id;
}

function found<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const one = all.find((each) => each.name === name);
  if (one === undefined) throw new Error(`SecureCart has no ${name}`);
  return one;
}

/** Somebody of whom the baseline knows nothing. */
export const stranger = (type: PrincipalType = "USER") => ({
  type,
  id: "0ddba11a-9bb2-4b98-a919-78e02de48bf0",
});

type Answer = (input: Readonly<Record<string, unknown>>) => unknown;

/**
 * A caller that answers by action: with a value, what a function of the input gives (a list: its pages), or
 * an error to throw. An action that is not here fails the test.
 */
export function answering<A extends Action>(
  answers: Readonly<Partial<Record<A, Answer | object>>>,
  asked: string[] = [],
): Caller<A> {
  const answer = (action: A, input: unknown): unknown => {
    asked.push(action);
    const known = answers[action];
    if (known === undefined) throw new Error(`${action} is not asked for here`);
    const value = typeof known === "function" ? known({ ...(input as object) }) : known;
    if (value instanceof Error) throw value;
    return value;
  };
  return {
    call: async (action, input) => answer(action, input) as never,
    at() {
      throw new Error("it is asked at home");
    },
    async *pages(action, input) {
      const pages = answer(action, input);
      yield* (Array.isArray(pages) ? pages : [pages]) as never[];
    },
  };
}

export function refusal(action: string, code: string, errorClass: AwsError["class"]): AwsError {
  return new AwsError(action, code, errorClass, "refused");
}

export const denied = (action: string) => refusal(action, "AccessDeniedException", "denied");
export const notFound = (action: string) => refusal(action, "ResourceNotFoundException", "gone");
