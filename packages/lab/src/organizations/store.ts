/** Holds the organization: what it is, what it was a while ago, and which call changed it. */
import type { LabClock } from "../clock.ts";
import type { OrganizationState } from "./state.ts";

/** The organization from some moment on. */
export interface Change {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The call that led to it, at once or in the background; undefined for the beginning. */
  readonly requestId: string | undefined;
  readonly state: OrganizationState;
}

export interface OrganizationStore {
  /** The truth. */
  current(): OrganizationState;
  /** What a read sees: the truth, or the state of `lag` milliseconds ago. */
  view(lag: number): OrganizationState;
  update(change: Partial<OrganizationState>): void;
  /** Runs what a call does: changes in it, also those that it leaves for later, are put down to it. */
  during<T>(requestId: string | undefined, run: () => T): T;
  /** What AWS does in the background, `ms` milliseconds from now. */
  later(ms: number, effect: () => void): void;
  /** From the beginning on. */
  changes(): readonly Change[];
}

export function createOrganizationStore(
  initial: OrganizationState,
  clock: Pick<LabClock, "now" | "at">,
): OrganizationStore {
  const changes: Change[] = [];
  let state = initial;
  let cause: string | undefined;

  function record(next: OrganizationState): void {
    state = next;
    changes.push({ at: clock.now(), requestId: cause, state });
  }

  function during<T>(requestId: string | undefined, run: () => T): T {
    const before = cause;
    cause = requestId;
    try {
      return run();
    } finally {
      cause = before;
    }
  }

  record(initial);
  return {
    current: () => state,
    view: (lag) => changes.findLast(({ at }) => at <= clock.now() - lag)?.state ?? initial,
    update: (change) => record({ ...state, ...change }),
    during,
    later(ms, effect) {
      const requestId = cause;
      clock.at(clock.now() + ms, () => during(requestId, effect));
    },
    changes: () => changes,
  };
}
