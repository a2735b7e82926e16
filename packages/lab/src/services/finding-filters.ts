/** The `GetFindings` filters the lab understands; any other is refused by name. */
import { ServiceError } from "../service.ts";

type Finding = Readonly<Record<string, unknown>>;

/** What a filter looks at. */
const FIELDS: Readonly<Record<string, (finding: Finding) => unknown>> = {
  Id: (finding) => finding.Id,
  RecordState: (finding) => finding.RecordState,
  GeneratorId: (finding) => finding.GeneratorId,
  ComplianceStatus: (finding) => (finding.Compliance as Finding | undefined)?.Status,
};

interface StringFilter {
  readonly Value?: string;
  readonly Comparison?: string;
}

/** Values of one filter are alternatives, filters all hold. Throws `InvalidInputException`. */
export function filterOf(
  filters: Readonly<Record<string, unknown>>,
): (finding: Finding) => boolean {
  const tests = Object.entries(filters).map(([name, values]) => {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!field) throw unsupported(`the filter ${name}`);
    // The schema makes every filter above a list of string filters.
    const matchers = (values as readonly StringFilter[]).map((filter) => matcherOf(name, filter));
    return (finding: Finding) => {
      const text = field(finding);
      return typeof text === "string" && matchers.some((matches) => matches(text));
    };
  });
  return (finding) => tests.every((test) => test(finding));
}

function matcherOf(name: string, filter: StringFilter): (text: string) => boolean {
  const { Value: value = "", Comparison: comparison } = filter;
  if (comparison === "EQUALS") return (text) => text === value;
  if (comparison === "PREFIX") return (text) => text.startsWith(value);
  throw unsupported(`${comparison ?? "a filter without Comparison"} for the filter ${name}`);
}

function unsupported(what: string): ServiceError {
  const known = Object.keys(FIELDS).join(", ");
  const message = `The lab's GetFindings does not support ${what}; it knows EQUALS and PREFIX for ${known}.`;
  return new ServiceError("InvalidInputException", message);
}
