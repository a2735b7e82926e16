/** The one check every AWS service makes first: are the required members there? */
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service.ts";
import type { OperationShape } from "./model.ts";
import type { Fields } from "./values.ts";

/** Throws the service's own error if a required member of the input is missing. */
export function checkRequired(service: string, operation: OperationShape, input: Fields): void {
  const missing = requiredMembers(operation.input).filter((name) => input[name] === undefined);
  if (missing.length > 0) throw refusal(service, missing);
}

/** A structure's tuple lists its required members first and ends with their number. */
function requiredMembers(schema: NormalizedSchema): string[] {
  const tuple: unknown = schema.getSchema();
  if (!Array.isArray(tuple) || !schema.isStructSchema()) return [];
  const count: unknown = tuple[6];
  return typeof count === "number" ? tuple[4].slice(0, count) : [];
}

function refusal(service: string, missing: readonly string[]): ServiceError {
  const [first = ""] = missing;
  switch (service) {
    case "organizations":
      return new ServiceError("InvalidInputException", `You must provide ${missing.join(", ")}.`, {
        Reason: "INPUT_REQUIRED",
      });
    case "securityhub":
      return new ServiceError("InvalidInputException", `Missing required ${missing.join(", ")}.`);
    case "sns":
      return new ServiceError(
        "InvalidParameterException",
        `Invalid parameter: ${first} Reason: no value for required parameter`,
      );
    case "sqs":
      return new ServiceError(
        "MissingParameter",
        `The request must contain the parameter ${first}.`,
      );
    default: {
      const code = service === "sts" ? "ValidationError" : "ValidationException";
      const member = first.charAt(0).toLowerCase() + first.slice(1);
      const detail = `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
      return new ServiceError(code, `1 validation error detected: ${detail}`);
    }
  }
}
