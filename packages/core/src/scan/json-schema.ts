/** The report as JSON Schema (draft 2020-12): what programs may rely on. */

type Schema = Readonly<Record<string, unknown>>;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const count = { type: "integer", minimum: 0 } as const;
const anything = {} as const;
const accountId = { type: "string", pattern: "^\\d{12}$" } as const;
const time = {
  type: "string",
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$",
} as const;
const oneOf = (...values: string[]) => ({ type: "string", enum: values }) as const;
const list = (items: Schema) => ({ type: "array", items }) as const;
const ref = (name: string) => ({ $ref: `#/$defs/${name}` }) as const;

const severity = oneOf("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
const mode = oneOf("off", "alert", "restrict", "revert");
const effect = oneOf("restrict", "grant", "neutral");

/** An object with exactly these members; those in `optional` may be missing. */
function object(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
) {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  } as const;
}

const definitions: Readonly<Record<string, Schema>> = {
  actor: object(
    { type: text, name: text },
    {
      arn: text,
      account: text,
      role: text,
      sourceIp: text,
      userAgent: text,
      invokedBy: text,
    },
  ),
  cause: object(
    { eventId: text, eventName: text, eventSource: text, at: text, actor: ref("actor") },
    { what: text },
  ),
  difference: object(
    {
      path: text,
      kind: oneOf("missing", "unexpected", "changed"),
      expected: anything,
      actual: anything,
      message: text,
    },
    {
      aspect: text,
      tolerance: object({ reason: text, duration: count }, { until: count }),
    },
  ),
  exemption: object(
    {
      guardrail: text,
      key: text,
      reason: text,
      owner: text,
      expiresOn: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" },
      expired: flag,
    },
    { ticket: text },
  ),
  subject: object(
    { name: text, accounts: list(accountId), resourceType: text, resourceId: text },
    { unit: text },
  ),
  step: object(
    {
      action: { type: "string", pattern: "^[a-z0-9-]+:[A-Za-z0-9]+$" },
      effect,
      reason: text,
      runs: flag,
      removes: flag,
    },
    { withheld: text },
  ),
  entry: object(
    {
      key: { type: "string", pattern: "^[^/]+/[^/]+/[^/]+/.+$" },
      guardrail: text,
      subject: ref("subject"),
      status: oneOf("DRIFTED", "PENDING", "EXEMPT", "UNKNOWN"),
      severity,
      mode,
      differences: list(ref("difference")),
      steps: list(ref("step")),
      causes: list(ref("cause")),
    },
    {
      reason: text,
      impact: object({ sentences: list(text), accounts: count }),
      exemption: ref("exemption"),
      incident: text,
      place: object({ file: text, line: count, column: count, path: text }),
    },
  ),
  section: object(
    {
      guardrail: text,
      state: oneOf("READ", "PARTIAL", "NOT_CHECKED"),
      asOf: time,
      keys: count,
      inSync: count,
    },
    {
      account: accountId,
      region: text,
      coverage: list(object({ what: text, done: count, of: count }, { since: time })),
      reason: object({
        code: oneOf("DENIED", "THROTTLED", "OUT_OF_TIME", "FAILED"),
        message: text,
      }),
    },
  ),
  stage: {
    oneOf: [
      object({ kind: { const: "none" } }),
      object({ kind: { const: "read" }, name: text }),
      object({ kind: { const: "unread" }, name: text, reason: text }),
    ],
  },
};

/** The schema of one kind of report. */
export function reportSchema(kind: "plan" | "scan"): Schema {
  const { type, properties, required, additionalProperties } = object(
    {
      version: { const: 1 },
      kind: { const: kind },
      id: { type: "string", pattern: "^scan-\\d{8}T\\d{6}Z-[0-9a-f]{8}$" },
      startedAt: time,
      finishedAt: time,
      complete: flag,
      organization: object({
        id: text,
        management: accountId,
        units: list(text),
        accounts: list(object({ id: accountId, name: text, unit: text })),
      }),
      baseline: object(
        { hash: { type: "string", pattern: "^[0-9a-f]{64}$" } },
        { directory: text },
      ),
      caller: object({ account: accountId, arn: text }, { role: text }),
      stage: ref("stage"),
      guardrails: list(
        object({
          id: text,
          domain: oneOf("organization", "identity-center", "accounts"),
          title: text,
          why: text,
          docs: text,
          runbook: text,
          severity,
        }),
      ),
      sections: list(ref("section")),
      entries: list(ref("entry")),
      exemptions: list(ref("exemption")),
      summary: object({
        inSync: count,
        drifted: count,
        exempt: count,
        pending: count,
        unknown: count,
        unread: count,
        wouldRevert: count,
        bySeverity: { type: "object", propertyNames: severity, additionalProperties: count },
      }),
      notes: list(text),
    },
    {
      scope: object(
        {},
        { guardrails: list(text), accounts: list(accountId), regions: list(text), mode },
      ),
    },
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `holdfast ${kind} --format json`,
    description:
      "What was read, what differs from the baseline, and what would put it right; docs/scan.md explains it.",
    type,
    properties,
    required,
    additionalProperties,
    $defs: definitions,
  };
}
