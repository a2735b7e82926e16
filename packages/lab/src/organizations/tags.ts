/** ListTagsForResource, TagResource, UntagResource, and the tags that other calls bring along. */
import type { Operation } from "../service.ts";
import { constraint, invalid, targetNotFound } from "./errors.ts";
import { type Input, limited, text } from "./input.ts";
import type { Reader } from "./reader.ts";
import { type OrganizationState, type Tags, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

const MOST = 50;

export function tagReads({ view, listed }: Reader): Readonly<Record<string, Operation>> {
  return {
    ListTagsForResource(input) {
      const state = view();
      const tags = state.tags.get(resourceIn(state, input)) ?? [];
      return listed("Tags", input, tags, ([Key, Value]) => ({ Key, Value }));
    },
  };
}

export function tagOperations(
  store: OrganizationStore,
): Readonly<Record<"TagResource" | "UntagResource", Operation>> {
  return {
    TagResource(input) {
      const state = store.current();
      const added = requestedTags(input);
      store.update({ tags: withTags(state, resourceIn(state, input), added) });
      return {};
    },
    UntagResource(input) {
      const state = store.current();
      const resource = resourceIn(state, input);
      const gone: readonly unknown[] = Array.isArray(input.TagKeys) ? input.TagKeys : [];
      const kept = [...(state.tags.get(resource) ?? [])].filter(([key]) => !gone.includes(key));
      const tags = kept.length > 0 ? new Map(kept) : undefined;
      store.update({ tags: withEntry(state.tags, resource, tags) });
      return {};
    },
  };
}

/** Roots, units, accounts and policies can be tagged. */
function resourceIn({ units, accounts, policies }: OrganizationState, input: Input): string {
  const id = text(input, "ResourceId");
  if (units.has(id) || accounts.has(id) || policies.has(id)) return id;
  throw targetNotFound();
}

/** `input.Tags`, checked as AWS checks them; empty if there are none. */
export function requestedTags({ Tags }: Input): Tags {
  const pairs = (Array.isArray(Tags) ? Tags : []).map((pair: unknown): [string, string] => {
    const tag: Input = typeof pair === "object" && pair !== null ? { ...pair } : {};
    const key = limited(text(tag, "Key"), "Key", 128);
    if (/^aws:/i.test(key)) {
      throw invalid("INVALID_SYSTEM_TAGS_PARAMETER", `${key} is reserved for AWS.`);
    }
    return [key, typeof tag.Value === "string" ? limited(tag.Value, "Value", 256) : ""];
  });
  const tags = new Map(pairs);
  if (tags.size < pairs.length) {
    throw invalid("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags of a resource.");
  }
  return tags;
}

/** All tags, with more of them on one resource. */
export function withTags(
  { tags }: OrganizationState,
  resource: string,
  added: Tags,
): OrganizationState["tags"] {
  if (added.size === 0) return tags;
  const all = new Map([...(tags.get(resource) ?? []), ...added]);
  if (all.size > MOST) {
    const message = "You have exceeded the number of tags allowed on this resource.";
    throw constraint("MAX_TAG_LIMIT_EXCEEDED", message);
  }
  return withEntry(tags, resource, all);
}
