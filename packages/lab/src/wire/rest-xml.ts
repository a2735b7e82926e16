/**
 * REST-XML as S3 speaks it, as far as objects go: the bucket stands in the host's name or is the
 * path's first part, the rest of the path is the key, and the object is the body.
 */
import type { ServiceError } from "../service.ts";
import { textResponse, type WireRequest } from "./message.ts";
import type { Protocol } from "./protocol.ts";
import { boundMembers, boundOutput } from "./rest.ts";
import { element, escapeXml } from "./xml.ts";

/** What a method does to an object, where the request does not say so itself: the aws CLI doesn't. */
const BY_METHOD: Readonly<Record<string, string>> = { GET: "GetObject", PUT: "PutObject" };

export const restXml: Protocol = {
  operationName(request) {
    const { method, query } = request;
    const { Key } = placeOf(request);
    const named = query.get("x-id");
    if (named !== null) return named;
    // `?acl`, `?tagging` and their like are about something else than the object.
    const other = [...query.keys()][0];
    const plain = Key !== "" && other === undefined;
    return (plain ? BY_METHOD[method] : undefined) ?? `${method} ${request.path} ${other ?? ""}`;
  },
  decode(request, operation) {
    return boundMembers(operation.input, { operation, labels: placeOf(request) }, request);
  },
  encode(output, operation, _model, requestId) {
    const { headers, payload, members } = boundOutput(operation.output, output);
    if (Object.keys(members).length > 0) {
      throw new Error(`${operation.name} answers in XML, which is not implemented.`);
    }
    return {
      status: operation.http?.status ?? 200,
      headers: { "x-amz-request-id": requestId, ...headers },
      body: payload ?? new Uint8Array(),
    };
  },
  encodeError(error: ServiceError, _model, requestId) {
    const content =
      element("Code", escapeXml(error.code)) +
      element("Message", escapeXml(error.message)) +
      element("RequestId", escapeXml(requestId));
    const headers = { "content-type": "application/xml", "x-amz-request-id": requestId };
    return textResponse(error.status, element("Error", content), headers);
  },
};

function placeOf({ headers, path }: WireRequest): { Bucket: string; Key: string } {
  const [, inHost] = /^(.+)\.(?:s3[.-]|localhost)/.exec(headers.host ?? "") ?? [];
  const full = inHost === undefined ? path : `/${inHost}${path}`;
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(full) ?? [];
  return { Bucket: decodeURIComponent(bucket), Key: decodeURIComponent(key) };
}
