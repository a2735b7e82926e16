/**
 * Identifies one thing that is compared. Deliberately carries nothing of the event that led to it:
 * a decision can then only be taken from live state (DESIGN rule 1).
 */
export interface ResourceKey {
  /** Id of the guardrail that compares it, e.g. `scp-attachment`. */
  readonly guardrail: string;
  /** Account that owns the resource; for organization-wide things the management account. */
  readonly account: string;
  /** Region of the resource; `us-east-1` for global services. */
  readonly region: string;
  /** The resource inside that account and Region, in the guardrail's own notation. */
  readonly resource: string;
}

/** One line that identifies a key everywhere: table, findings, logs. No part may contain `/` but the last. */
export function formatKey(key: ResourceKey): string {
  return `${key.guardrail}/${key.account}/${key.region}/${key.resource}`;
}

/** The inverse of `formatKey`. Throws a `TypeError` on text that `formatKey` can't have made. */
export function parseKey(text: string): ResourceKey {
  const [, guardrail, account, region, resource] =
    /^([^/]+)\/([^/]+)\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (!guardrail || !account || !region || !resource) {
    throw new TypeError(`not a resource key: ${JSON.stringify(text)}`);
  }
  return { guardrail, account, region, resource };
}
