/** How one protocol names operations and carries inputs, outputs and errors. */
import type { ServiceError } from "../service.ts";
import { jsonRpc } from "./json-rpc.ts";
import type { WireRequest, WireResponse } from "./message.ts";
import type { OperationShape, ServiceModel } from "./model.ts";
import { queryXml } from "./query-xml.ts";
import { restJson } from "./rest-json.ts";
import { restXml } from "./rest-xml.ts";
import type { Fields } from "./values.ts";

export interface Protocol {
  /** What a request asks for, in the caller's own words; for routing and for messages. */
  operationName(request: WireRequest, model: ServiceModel | undefined): string;
  /** Throws a `ServiceError` if the body does not fit the operation. */
  decode(request: WireRequest, operation: OperationShape, model: ServiceModel): Fields;
  encode(
    output: Fields,
    operation: OperationShape,
    model: ServiceModel,
    requestId: string,
  ): WireResponse;
  /** `model` is undefined if the request did not say for which service it is. */
  encodeError(
    error: ServiceError,
    model: ServiceModel | undefined,
    requestId: string,
  ): WireResponse;
}

const PROTOCOLS: Readonly<Record<ServiceModel["protocol"], Protocol>> = {
  "json-1.0": jsonRpc,
  "json-1.1": jsonRpc,
  query: queryXml,
  "rest-json": restJson,
  "rest-xml": restXml,
};

export function protocolOf(model: ServiceModel): Protocol {
  return PROTOCOLS[model.protocol];
}

/** What a request to nobody the lab knows looks most like. */
export function guessProtocol({ headers }: WireRequest): Protocol {
  if (headers["x-amz-target"] !== undefined) return jsonRpc;
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return form ? queryXml : restJson;
}
