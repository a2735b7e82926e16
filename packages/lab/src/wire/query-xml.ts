/** AWS Query: a form names operation and input, XML answers. */
import { textOf, textResponse, type WireRequest, type WireResponse } from "./message.ts";
import type { Protocol } from "./protocol.ts";
import { decodeQuery } from "./query.ts";
import type { Fields } from "./values.ts";
import { element, encodeXml, escapeXml } from "./xml.ts";

/** Refusals before a service is reached have other names in this protocol than in the JSON ones. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  IncompleteSignatureException: "IncompleteSignature",
  UnrecognizedClientException: "InvalidClientTokenId",
  ExpiredTokenException: "ExpiredToken",
};

export const queryXml: Protocol = {
  operationName(request) {
    return parametersOf(request).get("Action") ?? "";
  },
  decode(request, { input }) {
    // A struct or unit schema decodes to an object.
    return decodeQuery(input, parametersOf(request)) as Fields;
  },
  encode(output, operation, model, requestId) {
    const { name } = operation;
    const result = operation.output.isUnitSchema()
      ? ""
      : element(`${name}Result`, encodeXml(operation.output, output));
    const metadata = element("ResponseMetadata", element("RequestId", escapeXml(requestId)));
    return xmlResponse(200, `${name}Response`, model.xmlNamespace, result + metadata, requestId);
  },
  encodeError(error, model, requestId) {
    const shape = model?.errors.get(error.code);
    const code = shape?.queryCode ?? QUERY_CODES[error.code] ?? error.code;
    const members = shape ? encodeXml(shape.schema, error.members, error.code) : "";
    const content =
      element("Type", error.status < 500 ? "Sender" : "Receiver") +
      element("Code", escapeXml(code)) +
      element("Message", escapeXml(error.message)) +
      members;
    const body = element("Error", content) + element("RequestId", escapeXml(requestId));
    const status = shape?.status ?? error.status;
    return xmlResponse(status, "ErrorResponse", model?.xmlNamespace ?? "", body, requestId);
  },
};

/** POST carries them in the body; GET, which the SDKs never use, in the query string. */
function parametersOf(request: WireRequest): URLSearchParams {
  return request.body.length > 0 ? new URLSearchParams(textOf(request)) : request.query;
}

function xmlResponse(
  status: number,
  root: string,
  namespace: string,
  content: string,
  requestId: string,
): WireResponse {
  const xmlns = namespace && ` xmlns="${escapeXml(namespace)}"`;
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  return textResponse(status, `<${root}${xmlns}>${content}</${root}>`, headers);
}
