/** The REST protocols' way from method and path to an operation, and what path and query string carry. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service.ts";
import type { WireRequest } from "./message.ts";
import type { OperationShape, ServiceModel } from "./model.ts";
import type { Fields } from "./values.ts";

export interface Route {
  readonly operation: OperationShape;
  /** Path labels by member name, decoded. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The operation a request names; undefined if the model has none there. */
export function findRoute(model: ServiceModel, request: WireRequest): Route | undefined {
  const routes = [...model.operations.values()].flatMap((operation) => {
    if (operation.http?.method !== request.method) return [];
    const labels = matchPath(operation.http.path, request.path);
    return labels ? [{ operation, labels }] : [];
  });
  // `/connectorsv2/register` also matches `/connectorsv2/{ConnectorId+}`: fewest labels wins.
  const labelled = ({ labels }: Route): number => Object.keys(labels).length;
  return routes.toSorted((first, second) => labelled(first) - labelled(second))[0];
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  const labels: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const label = /^\{(?<name>\w+)(?<greedy>\+?)\}$/.exec(part)?.groups;
    const text = label?.greedy ? given.slice(index).join("/") : given[index];
    if (label?.name === undefined) {
      if (text !== part) return undefined;
      continue;
    }
    if (!text) return undefined;
    labels[label.name] = decodePart(text);
    if (label.greedy) return labels;
  }
  return wanted.length === given.length ? labels : undefined;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError("SerializationException", `The path is not percent-encoded: ${text}`);
  }
}

/** Members of the input that travel outside the body, or are the body. */
export function boundMembers(
  input: NormalizedSchema,
  route: Route,
  { query, headers, body }: WireRequest,
): Record<string, unknown> {
  const bound: Record<string, unknown> = { ...route.labels };
  if (!input.isStructSchema()) return bound;
  for (const [name, member] of input.structIterator()) {
    const { httpQuery, httpHeader, httpPayload, httpPrefixHeaders } = member.getMergedTraits();
    if (httpPrefixHeaders !== undefined) {
      const found = prefixed(headers, httpPrefixHeaders);
      if (found !== undefined) bound[name] = found;
    } else if (httpPayload !== undefined) {
      if (body.length > 0)
        bound[name] = member.isBlobSchema() ? body : new TextDecoder().decode(body);
    } else if (httpHeader !== undefined) {
      const text = headers[httpHeader.toLowerCase()];
      if (text !== undefined) bound[name] = scalar(member, text);
    } else if (httpQuery !== undefined && query.has(httpQuery)) {
      bound[name] = member.isListSchema()
        ? query.getAll(httpQuery)
        : scalar(member, query.get(httpQuery) ?? "");
    }
  }
  return bound;
}

/** Whether the whole body is one member. */
export function hasPayload(schema: NormalizedSchema): boolean {
  if (!schema.isStructSchema()) return false;
  const members = [...schema.structIterator()];
  return members.some(([, member]) => member.getMergedTraits().httpPayload !== undefined);
}

/** What of an output travels in headers, as status or as the whole body; the rest is `members`. */
export interface BoundOutput {
  readonly headers: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly payload?: Uint8Array;
  readonly members: Fields;
}

export function boundOutput(schema: NormalizedSchema, output: Fields): BoundOutput {
  const headers: Record<string, string> = {};
  const members: Record<string, unknown> = {};
  let status: number | undefined;
  let payload: Uint8Array | undefined;
  const shapes = new Map(schema.isStructSchema() ? schema.structIterator() : []);
  for (const [name, value] of Object.entries(output)) {
    const traits = shapes.get(name)?.getMergedTraits() ?? {};
    if (value === undefined) continue;
    if (traits.httpHeader !== undefined) headers[traits.httpHeader.toLowerCase()] = headerOf(value);
    else if (traits.httpResponseCode !== undefined) status = Number(value);
    else if (traits.httpPayload !== undefined) payload = bytesOf(value, name);
    else members[name] = value;
  }
  return {
    headers,
    members,
    ...(status !== undefined && { status }),
    ...(payload !== undefined && { payload }),
  };
}

/** Headers whose names begin alike, by the rest of their names; undefined if there are none. */
function prefixed(
  headers: WireRequest["headers"],
  prefix: string,
): Readonly<Record<string, string>> | undefined {
  const start = prefix.toLowerCase();
  const found = Object.entries(headers).filter(([name]) => name.startsWith(start));
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([name, value]) => [name.slice(start.length), value]));
}

function scalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isBooleanSchema()) return text === "true";
  return schema.isTimestampSchema() ? new Date(text) : text;
}

/** Times in headers are written as HTTP does. */
function headerOf(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}

function bytesOf(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return new TextEncoder().encode(value);
  throw new Error(`${name} must be bytes or text.`);
}
