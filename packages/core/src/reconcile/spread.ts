/** Looks at many keys, spread over time: a thousand of them outlast any Lambda at AWS's rates. */
import { formatKey } from "../key.ts";
import type { OwnMessage } from "../ports.ts";
import type { Request } from "./request.ts";

/** Keys that one invocation looks at; more would not fit into its time at AWS's rates. */
export const AT_ONCE = 20;
/**
 * Keys per second that are asked for. Two functions may run at once, each with two reads a second
 * (its share of AWS's five); a key takes up to four: the drift, the proof, and two re-checks.
 */
const PER_SECOND = 1;
/** The longest delay of SQS, in seconds; what comes together then is spread once more. */
const MAX_DELAY = 900;

export type LooksMessage = Extract<OwnMessage, { holdfast: "looks" }>;

/**
 * Messages for these requests, in order, each with its delay in seconds.
 * @param first delay of the first one; by default it follows what is looked at now
 */
export function spread(
  requests: readonly Request[],
  first = AT_ONCE / PER_SECOND,
): { readonly message: LooksMessage; readonly delay: number }[] {
  const groups = Map.groupBy(requests, ({ changedAt, causes, most }) =>
    JSON.stringify([changedAt, causes, most]),
  );
  const messages = [...groups.values()].flatMap((group) => chunks(group).map(messageOf));
  return messages.map((message, index) => ({
    message,
    delay: Math.min(Math.ceil(first + (index * AT_ONCE) / PER_SECOND), MAX_DELAY),
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
