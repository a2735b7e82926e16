/** REST-JSON: method and path name the operation; path, query string and body carry the input. */

import { decodeJson, encodeJson } from "./json.ts";
import { errorBody, parseBody } from "./json-body.ts";
import { textResponse } from "./message.ts";
import type { Protocol } from "./protocol.ts";
import { boundMembers, boundOutput, findRoute, hasPayload } from "./rest.ts";
import type { Fields } from "./values.ts";

export const restJson: Protocol = {
  operationName(request, model) {
    const route = model && findRoute(model, request);
    return route?.operation.name ?? `${request.method} ${request.path}`;
  },
  decode(request, { input }, model) {
    const route = findRoute(model, request);
    if (!route || input.isUnitSchema()) return {};
    // A struct schema decodes to an object.
    const fromBody = hasPayload(input)
      ? {}
      : (decodeJson(input, parseBody(request), "own") as Fields);
    return { ...fromBody, ...boundMembers(input, route, request) };
  },
  encode(output, operation, _model, requestId) {
    const bound = boundOutput(operation.output, output);
    const status = bound.status ?? operation.http?.status ?? 200;
    const headers = { ...headersOf(requestId), ...bound.headers };
    if (bound.payload !== undefined) return { status, headers, body: bound.payload };
    const unit = operation.output.isUnitSchema();
    const body = unit ? {} : encodeJson(operation.output, bound.members, "own");
    return textResponse(status, JSON.stringify(body), headers);
  },
  encodeError(error, model, requestId) {
    const status = model?.errors.get(error.code)?.status ?? error.status;
    const headers = { ...headersOf(requestId), "x-amzn-errortype": error.code };
    return textResponse(status, JSON.stringify(errorBody(error, model, "own")), headers);
  },
};

function headersOf(requestId: string): Record<string, string> {
  return { "content-type": "application/json", "x-amzn-requestid": requestId };
}
