/** What both JSON protocols do with a body. */
import { ServiceError } from "../service.ts";
import { encodeJson, type Names } from "./json.ts";
import { textOf, type WireRequest } from "./message.ts";
import type { ServiceModel } from "./model.ts";
import { type Fields, isFields } from "./values.ts";

/** An empty body means no members, as AWS reads it. */
export function parseBody(request: WireRequest): Fields {
  const text = textOf(request);
  if (text === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ServiceError("SerializationException", "The body is not JSON");
  }
  if (!isFields(body)) throw new ServiceError("SerializationException", "The body is no object");
  return body;
}

/** Message and members of an error; services spell the message's name with M or m. */
export function errorBody(
  error: ServiceError,
  model: ServiceModel | undefined,
  names: Names = "plain",
): Fields {
  const shape = model?.errors.get(error.code);
  if (!shape) return { message: error.message };
  const modelled = [...shape.schema.structIterator()].map(([name]) => name);
  const members = modelled.includes("Message")
    ? { ...error.members, Message: error.message }
    : { ...error.members, ...(modelled.includes("message") && { message: error.message }) };
  const body = encodeJson(shape.schema, members, names, error.code) as Fields;
  return { ...body, ...(!("Message" in body) && { message: error.message }) };
}
