/** What an SDK client package says about its service: protocol, operations and modelled errors. */
import { NormalizedSchema } from "@smithy/core/schema";
import type { StaticErrorSchema, StaticOperationSchema } from "@smithy/types";

/** The service model's `http` trait, present where the protocol routes by it. */
export interface HttpTrait {
  readonly method: string;
  /** E.g. `/tags/{ResourceArn}`; `{Name+}` also takes slashes. */
  readonly path: string;
  readonly status: number;
}

export interface OperationShape {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly http: HttpTrait | undefined;
}

export interface ErrorShape {
  readonly name: string;
  readonly schema: NormalizedSchema;
  readonly status: number | undefined;
  /** The code the Query protocol sends instead of the shape's name, e.g. `NotFound`. */
  readonly queryCode: string | undefined;
}

export interface ServiceModel {
  /** Signing name, e.g. `organizations`. */
  readonly name: string;
  readonly protocol: "json-1.0" | "json-1.1" | "query" | "rest-json" | "rest-xml";
  /** Prefix of `X-Amz-Target`. */
  readonly target: string;
  /** Namespace of the shapes, e.g. `com.amazonaws.sqs`. */
  readonly namespace: string;
  readonly xmlNamespace: string;
  /** A JSON service that also answers with the codes of its former Query protocol (SQS). */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationShape>;
  readonly errors: ReadonlyMap<string, ErrorShape>;
}

/** The part of a client's resolved configuration that describes the wire. */
export interface ConfiguredClient {
  readonly config: { readonly protocol?: unknown; readonly protocolSettings?: unknown };
}

const PROTOCOLS: Readonly<Record<string, ServiceModel["protocol"]>> = {
  "aws.protocols#awsJson1_0": "json-1.0",
  "aws.protocols#awsJson1_1": "json-1.1",
  "aws.protocols#awsQuery": "query",
  "aws.protocols#restJson1": "rest-json",
  "aws.protocols#restXml": "rest-xml",
};

/** `exports` are the client package's, which carry its schema tuples. */
export function modelOf(
  name: string,
  exports: Readonly<Record<string, unknown>>,
  client: ConfiguredClient,
): ServiceModel {
  // The configuration is typed per client and protocol; these members exist in all of them.
  const shapeId = (client.config.protocol as { getShapeId(): string }).getShapeId();
  const settings = client.config.protocolSettings as {
    readonly serviceTarget: string;
    readonly defaultNamespace: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  const protocol = PROTOCOLS[shapeId];
  if (!protocol) throw new Error(`The lab does not speak ${shapeId}, which ${name} uses.`);
  const schemas = Object.values(exports);
  return {
    name,
    protocol,
    target: settings.serviceTarget,
    namespace: settings.defaultNamespace,
    xmlNamespace: settings.xmlNamespace ?? "",
    queryCompatible: settings.awsQueryCompatible === true,
    operations: byName(schemas.filter(isOperation).map(operationOf)),
    errors: byName(schemas.filter(isError).map(errorOf)),
  };
}

function byName<T extends { readonly name: string }>(shapes: readonly T[]): Map<string, T> {
  return new Map(shapes.map((shape) => [shape.name, shape]));
}

// The tags 9 and -3 are `StaticSchemaIdOperation` and `StaticSchemaIdError` of @smithy/types.
function isOperation(schema: unknown): schema is StaticOperationSchema {
  return Array.isArray(schema) && schema[0] === 9;
}

function isError(schema: unknown): schema is StaticErrorSchema {
  return Array.isArray(schema) && schema[0] === -3;
}

function operationOf([, , name, traits, input, output]: StaticOperationSchema): OperationShape {
  const http = typeof traits === "object" ? traits.http : undefined;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    http: http && { method: http[0], path: http[1], status: http[2] },
  };
}

function errorOf(tuple: StaticErrorSchema): ErrorShape {
  const schema = NormalizedSchema.of(tuple);
  // Traits of AWS itself are not in the type of Smithy's.
  const { httpError, awsQueryError } = schema.getMergedTraits() as {
    readonly httpError?: number;
    readonly awsQueryError?: readonly [code: string, status: number];
  };
  return {
    name: tuple[2],
    schema,
    status: httpError,
    queryCode: awsQueryError?.[0],
  };
}
