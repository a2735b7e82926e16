/** Test set-up: random values for a schema, so that every shape of a client can be tried. */
import type { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";

export interface ValueLimits {
  readonly text: fc.Arbitrary<string>;
  /** How deep optional members still appear; shapes such as DynamoDB's values nest without end. */
  readonly depth: number;
}

/** What XML 1.0 can carry: AWS's Query services accept no more. */
export const xmlText = fc.string({ unit: "grapheme" }).map((text) => {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
});

/** Control characters, quotes, surrogate pairs and all. */
export const anyText = fc.string({ unit: "binary" });

/** A value as the SDK shows it to its users. */
export function valueFor(schema: NormalizedSchema, limits: ValueLimits): fc.Arbitrary<unknown> {
  const deeper = { ...limits, depth: limits.depth - 1 };
  if (schema.isUnitSchema()) return fc.constant({});
  if (schema.isDocumentSchema()) return fc.constantFrom("text", 1, true, { a: [1, null] });
  if (schema.isUnionSchema()) return unionOf(schema, limits);
  if (schema.isStructSchema()) return structureOf(schema, limits);
  if (schema.isListSchema()) {
    // A query string cannot tell an empty list from none.
    const minLength = schema.getMergedTraits().httpQuery ? 1 : 0;
    const maxLength = limits.depth > 0 ? 3 : minLength;
    // Not even built where it stays empty: a shape may contain lists of itself.
    if (maxLength === 0) return fc.constant([]);
    return fc.array(valueFor(schema.getValueSchema(), deeper), { minLength, maxLength });
  }
  if (schema.isMapSchema()) {
    const value = valueFor(schema.getValueSchema(), deeper);
    const key = limits.text.filter((text) => text !== "" && text !== "__proto__");
    // The Query protocol cannot tell an empty map from none.
    return fc.dictionary(key, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  }
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 20 });
  if (schema.isTimestampSchema()) {
    return fc.integer({ min: 0, max: 4e9 }).map((seconds) => new Date(seconds * 1000));
  }
  if (schema.isNumericSchema()) return fc.integer();
  if (schema.isBooleanSchema()) return fc.boolean();
  // An empty label would name another path.
  return schema.getMergedTraits().httpLabel ? limits.text.map((text) => `l${text}`) : limits.text;
}

function unionOf(schema: NormalizedSchema, limits: ValueLimits): fc.Arbitrary<unknown> {
  const members = [...schema.structIterator()];
  const leaves = members.filter(
    ([, member]) => member.isStringSchema() || member.isBooleanSchema(),
  );
  const choices = limits.depth > 0 || leaves.length === 0 ? members : leaves;
  const deeper = { ...limits, depth: limits.depth - 1 };
  return fc.constantFrom(...choices).chain(([name, member]) => {
    return valueFor(member, deeper).map((value) => ({ [name]: value }));
  });
}

function structureOf(schema: NormalizedSchema, limits: ValueLimits): fc.Arbitrary<unknown> {
  const members = [...schema.structIterator()];
  const tuple: unknown = schema.getSchema();
  const count: unknown = Array.isArray(tuple) ? tuple[6] : 0;
  // A client fills in an idempotency token that is not given.
  const isRequired = ([, member]: (typeof members)[number], index: number): boolean =>
    index < Number(count ?? 0) || member.isIdempotencyToken();
  const required = members.filter(isRequired);
  const optional = members.filter((member, index) => !isRequired(member, index));
  // The Query protocol cannot tell an empty structure from none.
  const minLength = required.length === 0 ? Math.min(1, optional.length) : 0;
  const maxLength = limits.depth > 0 ? Math.min(4, optional.length) : minLength;
  const deeper = { ...limits, depth: limits.depth - 1 };
  return fc.subarray(optional, { minLength, maxLength }).chain((some) => {
    const chosen = [...required, ...some].map(([name, member]) => [name, valueFor(member, deeper)]);
    return fc.record(Object.fromEntries(chosen), { noNullPrototype: true });
  });
}
