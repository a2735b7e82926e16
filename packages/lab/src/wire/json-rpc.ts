/** AWS JSON 1.0 and 1.1: `X-Amz-Target` names the operation, bodies are JSON. */
import type { ServiceError } from "../service.ts";
import { decodeJson, encodeJson } from "./json.ts";
import { errorBody, parseBody } from "./json-body.ts";
import { textResponse } from "./message.ts";
import type { ServiceModel } from "./model.ts";
import type { Protocol } from "./protocol.ts";
import type { Fields } from "./values.ts";

export const jsonRpc: Protocol = {
  operationName({ headers }) {
    const target = headers["x-amz-target"] ?? "";
    return target.slice(target.lastIndexOf(".") + 1);
  },
  decode(request, { input }) {
    const body = parseBody(request);
    // A struct or unit schema decodes to an object.
    return input.isUnitSchema() ? {} : (decodeJson(input, body) as Fields);
  },
  encode(output, operation, model, requestId) {
    const body = operation.output.isUnitSchema() ? {} : encodeJson(operation.output, output);
    return textResponse(200, JSON.stringify(body), headersOf(model, requestId));
  },
  encodeError(error, model, requestId) {
    // JSON 1.0 names the shape in full, 1.1 does not.
    const prefix = model?.protocol === "json-1.0" ? `${model.namespace}#` : "";
    const body = { __type: prefix + error.code, ...errorBody(error, model) };
    const headers = { ...headersOf(model, requestId), ...queryErrorHeader(error, model) };
    return textResponse(error.status, JSON.stringify(body), headers);
  },
};

function headersOf(model: ServiceModel | undefined, requestId: string): Record<string, string> {
  const version = model?.protocol === "json-1.0" ? "1.0" : "1.1";
  return { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId };
}

/** SQS spoke Query once: its clients still read the codes of that time from this header. */
function queryErrorHeader(
  error: ServiceError,
  model: ServiceModel | undefined,
): Record<string, string> {
  if (!model?.queryCompatible) return {};
  const code = model.errors.get(error.code)?.queryCode ?? error.code;
  return { "x-amzn-query-error": `${code};${error.status < 500 ? "Sender" : "Receiver"}` };
}
