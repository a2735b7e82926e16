/** What keeps findings from people: filters that archive them, and lists of addresses that are trusted. */
import type { Random } from "@holdfast/core";
import { withEntry } from "../organizations/state.ts";
import { randomHex } from "../random.ts";
import type { Operation } from "../service.ts";
import { badRequest, type Detecting } from "./operations.ts";
import type { FilterState, IpSetState } from "./state.ts";

/** GuardDuty quota: trusted IP lists of an account and Region. */
const MOST_IP_SETS = 1;

export function blindOperations(
  { own, viewed, put }: Detecting,
  random: Random,
): Readonly<Record<string, Operation>> {
  return {
    ListFilters: (_input, call) => ({ FilterNames: [...viewed(call).filters.keys()] }),
    GetFilter(input, call) {
      const name = String(input.FilterName);
      const { action, description, rank, criteria } = present(viewed(call).filters.get(name));
      return {
        Name: name,
        Action: action,
        Description: description,
        Rank: rank,
        FindingCriteria: criteria,
      };
    },
    CreateFilter(input, call) {
      const detector = own(call);
      const name = String(input.Name);
      if (detector.filters.has(name)) throw badRequest("a filter with the given name exists.");
      const filter: FilterState = {
        action: actionOf(input.Action),
        description: String(input.Description ?? ""),
        rank: Number(input.Rank ?? 1),
        criteria: input.FindingCriteria,
      };
      put({ ...detector, filters: withEntry(detector.filters, name, filter) });
      return { Name: name };
    },
    UpdateFilter(input, call) {
      const detector = own(call);
      const name = String(input.FilterName);
      const before = present(detector.filters.get(name));
      const action = input.Action === undefined ? before.action : actionOf(input.Action);
      put({ ...detector, filters: withEntry(detector.filters, name, { ...before, action }) });
      return { Name: name };
    },
    DeleteFilter(input, call) {
      const detector = own(call);
      const name = String(input.FilterName);
      present(detector.filters.get(name));
      put({ ...detector, filters: withEntry(detector.filters, name, undefined) });
      return {};
    },
    ListIPSets: (_input, call) => ({ IpSetIds: [...viewed(call).ipSets.keys()] }),
    GetIPSet(input, call) {
      const set = present(viewed(call).ipSets.get(String(input.IpSetId)));
      const { name, format, location, active } = set;
      const Status = active ? "ACTIVE" : "INACTIVE";
      return { Name: name, Format: format, Location: location, Status };
    },
    CreateIPSet(input, call) {
      const detector = own(call);
      if (detector.ipSets.size >= MOST_IP_SETS) throw badRequest("the IPSet quota is reached.");
      const id = randomHex(random, 32);
      const set: IpSetState = {
        name: String(input.Name),
        format: String(input.Format),
        location: String(input.Location),
        active: input.Activate === true,
      };
      put({ ...detector, ipSets: withEntry(detector.ipSets, id, set) });
      return { IpSetId: id };
    },
    UpdateIPSet(input, call) {
      const detector = own(call);
      const id = String(input.IpSetId);
      const before = present(detector.ipSets.get(id));
      const active = typeof input.Activate === "boolean" ? input.Activate : before.active;
      put({ ...detector, ipSets: withEntry(detector.ipSets, id, { ...before, active }) });
      return {};
    },
    DeleteIPSet(input, call) {
      const detector = own(call);
      const id = String(input.IpSetId);
      present(detector.ipSets.get(id));
      put({ ...detector, ipSets: withEntry(detector.ipSets, id, undefined) });
      return {};
    },
  };
}

function present<T>(found: T | undefined): T {
  if (found === undefined) throw badRequest("the input name or id is not owned by the detector.");
  return found;
}

function actionOf(action: unknown): FilterState["action"] {
  return action === "ARCHIVE" ? "ARCHIVE" : "NOOP";
}
