/** Lambda as whoever invokes a function sees it. */
import { messageOf } from "@holdfast/core";
import type { Ended } from "../lambda/run.ts";
import { type Operation, type Service, ServiceError } from "../service.ts";
import { onlySupports, textOf } from "./support.ts";

/** Runs a function once; undefined if there is none of that name, or nothing runs functions. */
export type InvokeFunction = (name: string, event: unknown) => Promise<Ended> | undefined;

export function createLambda(invoke: InvokeFunction): Service {
  const Invoke: Operation = async (input) => {
    onlySupports("Invoke", input, INVOKE, "InvalidParameterValueException");
    const given = textOf(input, "FunctionName");
    const name = given.slice(given.lastIndexOf(":") + 1);
    const running = invoke(name, eventIn(input.Payload));
    if (running === undefined) {
      const message = `Function not found: ${name}`;
      throw new ServiceError("ResourceNotFoundException", message, { Type: "User" }, 404);
    }
    if (textOf(input, "InvocationType") === "Event") return { StatusCode: 202 };
    const ended = await running;
    const version = { StatusCode: 200, ExecutedVersion: "$LATEST" };
    if (!("thrown" in ended)) return { ...version, Payload: payloadOf(ended.result) };
    const { name: errorType, message: errorMessage } = ended.thrown;
    const Payload = payloadOf({ errorType, errorMessage });
    return { ...version, FunctionError: "Unhandled", Payload };
  };

  return { name: "lambda", operations: { Invoke } };
}

const INVOKE = ["FunctionName", "InvocationType", "Payload"];

/** No payload is an empty object. */
function eventIn(payload: unknown): unknown {
  const text = payload instanceof Uint8Array ? new TextDecoder().decode(payload) : "";
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `Could not parse request body into json: ${messageOf(error)}`;
    throw new ServiceError("InvalidRequestContentException", message, { Type: "User" });
  }
}

/** What a handler that returns nothing answers is `null`. */
function payloadOf(result: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(result ?? null));
}
