/** The formats as JSON Schemas, which editors show help and mistakes by. */
import * as z from "zod";
import { expectationsSchema } from "./expectations/schema.ts";
import { baselineSchema } from "./schema.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** JSON Schema (draft 2020-12) of each file that people write, by the name under which it is published. */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    baseline: published(
      baselineSchema,
      "holdfast.yaml",
      "The baseline of an AWS organization; docs/baseline.md explains it.",
    ),
    expectations: published(
      expectationsSchema,
      "expectations.yaml",
      "Outcomes that a baseline's policies must have; docs/validate.md explains them.",
    ),
  };
}

function published(schema: z.ZodType, title: string, description: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", override: withShorthand });
  return { ...($schema !== undefined && { $schema }), title, description, ...rest };
}

/** Where the format takes a short form, both are in the schema. */
function withShorthand({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  delete jsonSchema.format; // What zod calls a format it also gives as a pattern.
  const { shorthandOf, description, default: fallback, ...whole } = jsonSchema;
  if (shorthandOf === undefined) return;
  const short = shorthandOf === "item" ? whole.items : whole.properties?.[String(shorthandOf)];
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [short, whole],
  });
}
