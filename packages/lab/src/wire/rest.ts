/** REST-JSON's way from method and path to an operation, and what path and query string carry. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service.ts";
import type { WireRequest } from "./message.ts";
import type { OperationShape, ServiceModel } from "./model.ts";

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

/** Members of the input that travel outside the body. */
export function boundMembers(
  input: NormalizedSchema,
  route: Route,
  query: URLSearchParams,
): Record<string, unknown> {
  const bound: Record<string, unknown> = { ...route.labels };
  if (!input.isStructSchema()) return bound;
  for (const [name, member] of input.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpHeader ?? traits.httpPayload ?? traits.httpPrefixHeaders) {
      throw new Error(`${route.operation.name}.${name} has a binding that is not implemented.`);
    }
    const key = traits.httpQuery;
    if (key === undefined || !query.has(key)) continue;
    bound[name] = member.isListSchema()
      ? query.getAll(key)
      : member.isNumericSchema()
        ? Number(query.get(key))
        : member.isBooleanSchema()
          ? query.get(key) === "true"
          : query.get(key);
  }
  return bound;
}
