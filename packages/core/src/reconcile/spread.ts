/** Looks at many keys, spread over time: a thousand of them outlast any Lambda at AWS's rates. */
import { formatKey } from "../key.ts";
import type { OwnMessage } from "../ports.ts";
import type { Request } from "./request.ts";

/** Keys that one invocation looks at; more would not fit into its time at AWS's rates. */
export const AT_ONCE = 20;
/** Looks per second that are asked for: half of AWS's rate for the reads. */
const PER_SECOND = 2;
/** The longest delay of SQS, in seconds; what comes together then is spread once more. */
const MAX_DELAY = 900;

export type LooksMessage = Extract<OwnMessage, { holdfast: "looks" }>;

/** Messages for these requests, in order, each with its delay in seconds. */
export function spread(
  requests: readonly Request[],
): { readonly message: LooksMessage; readonly delay: number }[] {
  const groups = Map.groupBy(requests, ({ changedAt, causes, most }) =>
    JSON.stringify([changedAt, causes, most]),
  );
  const messages = [...groups.values()].flatMap((group) => chunks(group).map(messageOf));
  return messages.map((message, index) => ({
    message,
    delay: Math.min(Math.ceil(((index + 1) * AT_ONCE) / PER_SECOND), MAX_DELAY),
  }));
}

function messageOf(requests: readonly Request[]): LooksMessage {
  const [first] = requests;
  const { causes = [], changedAt, most } = first ?? {};
  return {
    holdfast: "looks",
    keys: requests.map(({ key }) => formatKey(key)),
    causes,
    ...(changedAt !== undefined && { changedAt }),
    ...(most !== undefined && { most }),
  };
}

function chunks(requests: readonly Request[]): (readonly Request[])[] {
  const count = Math.ceil(requests.length / AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    requests.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}
