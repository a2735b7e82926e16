/** ListTagsForResource, TagResource, UntagResource. */
import type { Operation } from "../service.ts";
import { targetNotFound } from "./errors.ts";
import { text } from "./input.ts";
import type { Reader } from "./reader.ts";
import type { OrganizationState } from "./state.ts";

/** Whether an id is that of a root, unit, account or policy: nothing else can be tagged. */
function isTaggable({ units, accounts, policies }: OrganizationState, id: string): boolean {
  return units.has(id) || accounts.has(id) || policies.has(id);
}

export function tagReads({ view, listed }: Reader): Readonly<Record<string, Operation>> {
  return {
    ListTagsForResource(input) {
      const state = view();
      const resource = text(input, "ResourceId");
      if (!isTaggable(state, resource)) throw targetNotFound();
      return listed("Tags", input, state.tags.get(resource) ?? [], ([Key, Value]) => ({
        Key,
        Value,
      }));
    },
  };
}
