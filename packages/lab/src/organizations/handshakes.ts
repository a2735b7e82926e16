/** InviteAccountToOrganization and AcceptHandshake: how an account from outside joins. */
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { handshakeArn } from "./arns.ts";
import { invalid } from "./errors.ts";
import { type Input, limited, optionalText, text } from "./input.ts";
import type { Membership } from "./membership.ts";
import { type Handshake, type OrganizationState, type Outsider, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";
import { requestedTags } from "./tags.ts";

/** Milliseconds that an invitation is open. */
const OPEN_FOR = 15 * 24 * 3_600_000;

export function handshakeOperations(
  store: OrganizationStore,
  clock: Pick<LabClock, "now">,
  random: Random,
  { join }: Membership,
): Readonly<Record<"InviteAccountToOrganization" | "AcceptHandshake", Operation>> {
  const isOpen = ({ state, expires }: Handshake): boolean =>
    state === "OPEN" && clock.now() < expires;

  function save(handshake: Handshake): Record<string, unknown> {
    const { handshakes } = store.current();
    store.update({ handshakes: withEntry(handshakes, handshake.id, handshake) });
    return { Handshake: describedHandshake(store.current(), handshake) };
  }

  return {
    InviteAccountToOrganization(input) {
      const { accounts, outsiders, handshakes } = store.current();
      const account = targetIn(input);
      const tags = requestedTags(input);
      const notes = limited(optionalText(input, "Notes"), "Notes", 1024);
      if (accounts.has(account)) {
        throw new ServiceError(
          "HandshakeConstraintViolationException",
          "The account is already a member of an organization.",
          { Reason: "ALREADY_IN_AN_ORGANIZATION" },
        );
      }
      if ([...handshakes.values()].some((one) => one.account === account && isOpen(one))) {
        const message = "A handshake with the same action and target already exists.";
        throw new ServiceError("DuplicateHandshakeException", message);
      }
      // Who is invited exists: the lab learns of the accounts outside in no other way.
      const outsider = outsiders.get(account) ?? stranger(account);
      store.update({ outsiders: withEntry(outsiders, account, outsider) });
      const id = `h-${randomLower(random, 32)}`;
      const requested = clock.now();
      const expires = requested + OPEN_FOR;
      return save({ id, account, state: "OPEN", requested, expires, notes, tags });
    },
    AcceptHandshake(input, { principal }) {
      const { handshakes, outsiders } = store.current();
      const handshake = handshakes.get(text(input, "HandshakeId"));
      if (handshake?.account !== principal.account) {
        const message = "We can't find a handshake with that id for your account.";
        throw new ServiceError("HandshakeNotFoundException", message);
      }
      if (handshake.state === "ACCEPTED") {
        const message = "The specified handshake is already in the requested state.";
        throw new ServiceError("HandshakeAlreadyInStateException", message);
      }
      if (!isOpen(handshake)) {
        const message = "You can't accept a handshake that has expired.";
        throw new ServiceError("InvalidHandshakeTransitionException", message);
      }
      const { account, tags } = handshake;
      join(outsiders.get(account) ?? stranger(account), "INVITED", tags);
      return save({ ...handshake, state: "ACCEPTED" });
    },
  };
}

function targetIn({ Target }: Input): string {
  const party: Input = typeof Target === "object" && Target !== null ? { ...Target } : {};
  if (text(party, "Type") !== "ACCOUNT") {
    throw invalid("INVALID_PARTY_TYPE_TARGET", "The lab invites accounts by their id only.");
  }
  const id = text(party, "Id");
  if (/^\d{12}$/.test(id)) return id;
  throw invalid("INVALID_PATTERN_TARGET_ID", "Target.Id is not an account id.");
}

function stranger(id: string): Outsider {
  return { id, name: `account-${id}`, email: `root@${id}.example` };
}

/** `Handshake` of the SDK. */
function describedHandshake(state: OrganizationState, handshake: Handshake) {
  const management = state.accounts.get(state.management);
  return {
    Id: handshake.id,
    Arn: handshakeArn(state, handshake.id),
    Action: "INVITE",
    State: handshake.state,
    RequestedTimestamp: new Date(handshake.requested),
    ExpirationTimestamp: new Date(handshake.expires),
    Parties: [
      { Type: "ORGANIZATION", Id: state.id },
      { Type: "ACCOUNT", Id: handshake.account },
    ],
    Resources: [
      {
        Type: "ORGANIZATION",
        Value: state.id,
        Resources: [
          { Type: "MASTER_EMAIL", Value: management?.email },
          { Type: "MASTER_NAME", Value: management?.name },
          { Type: "ORGANIZATION_FEATURE_SET", Value: "ALL" },
        ],
      },
      { Type: "ACCOUNT", Value: handshake.account },
      ...(handshake.notes === undefined ? [] : [{ Type: "NOTES", Value: handshake.notes }]),
    ],
  };
}
