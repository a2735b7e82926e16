/** Security Hub CSPM: importing findings by the rules of its format, and reading them. */
import { type Call, type Operation, type Service, ServiceError } from "../service.ts";
import { asffProblems } from "./asff.ts";
import { filterOf } from "./finding-filters.ts";
import { numberOf, onlySupports, PerRegion, textOf } from "./support.ts";

/** A finding in ASFF, with what Security Hub adds. */
export type AsffFinding = Readonly<Record<string, unknown>>;

export interface SecurityHub {
  readonly service: Service;
  /** Off in every account and Region until then. */
  enable(account: string, region: string): void;
  /** Oldest first. */
  findings(account: string, region: string): readonly AsffFinding[];
}

interface Hub {
  enabled: boolean;
  readonly findings: Map<string, AsffFinding>;
}

const IMPORT_LIMIT = 100;
const PAGE_LIMIT = 100;
/** Only customers change these, through `BatchUpdateFindings`. */
const CUSTOMERS = ["Note", "UserDefinedFields", "VerificationState", "Workflow"];

export function createSecurityHub(): SecurityHub {
  const hubs = new PerRegion<Hub>(() => ({ enabled: false, findings: new Map() }));

  function hubOf({ principal, region }: Call): Hub {
    const hub = hubs.in(principal.account, region);
    if (hub.enabled) return hub;
    const message = `Account ${principal.account} is not subscribed to AWS Security Hub`;
    throw new ServiceError(
      "InvalidAccessException",
      message,
      { Code: "InvalidAccessException" },
      401,
    );
  }

  const BatchImportFindings: Operation = (input, call) => {
    const { findings } = hubOf(call);
    // The schema makes it a list of structures.
    const given = input.Findings as readonly AsffFinding[];
    if (given.length < 1 || given.length > IMPORT_LIMIT) {
      throw invalid(`Findings must have 1 to ${IMPORT_LIMIT} items, not ${given.length}`);
    }
    const importer = { account: call.principal.account, region: call.region };
    const failed = given.flatMap((finding) => {
      const [problem] = asffProblems(finding, importer);
      if (problem === undefined) store(findings, finding);
      return problem === undefined ? [] : [failure(finding, problem)];
    });
    return {
      SuccessCount: given.length - failed.length,
      FailedCount: failed.length,
      FailedFindings: failed,
    };
  };

  const GetFindings: Operation = (input, call) => {
    const { findings } = hubOf(call);
    onlySupports("GetFindings", input, GET_FINDINGS, "InvalidInputException");
    const matches = filterOf((input.Filters ?? {}) as Readonly<Record<string, unknown>>);
    const size = numberOf(input, "MaxResults") ?? PAGE_LIMIT;
    if (size < 1 || size > PAGE_LIMIT) throw invalid(`MaxResults must be 1 to ${PAGE_LIMIT}`);
    const token = textOf(input, "NextToken");
    if (!/^\d*$/.test(token)) throw invalid("Invalid NextToken");
    const start = Number(token);
    const found = [...findings.values()].filter(matches);
    const next = start + size;
    return {
      Findings: found.slice(start, next),
      ...(next < found.length && { NextToken: String(next) }),
    };
  };

  return {
    service: { name: "securityhub", operations: { BatchImportFindings, GetFindings } },
    enable(account, region) {
      hubs.in(account, region).enabled = true;
    },
    findings: (account, region) => [...hubs.in(account, region).findings.values()],
  };
}

const GET_FINDINGS = ["Filters", "NextToken", "MaxResults"];

/** A later `UpdatedAt` replaces a finding of the same id; an equal or earlier one is ignored. */
function store(findings: Map<string, AsffFinding>, given: AsffFinding): void {
  const id = String(given.Id);
  const stored = findings.get(id);
  if (stored && Date.parse(String(given.UpdatedAt)) <= Date.parse(String(stored.UpdatedAt))) return;
  const kept = stored ?? { Workflow: { Status: "NEW" }, WorkflowState: "NEW" };
  const customers = Object.entries(kept).filter(
    ([name]) => CUSTOMERS.includes(name) || name === "WorkflowState",
  );
  const providers = Object.entries(given).filter(([name]) => !CUSTOMERS.includes(name));
  findings.set(id, {
    RecordState: "ACTIVE",
    ...Object.fromEntries(providers),
    ...Object.fromEntries(customers),
  });
}

function failure(finding: AsffFinding, problem: string): Record<string, unknown> {
  return {
    Id: String(finding.Id ?? ""),
    ErrorCode: "InvalidInput",
    ErrorMessage: `Finding does not adhere to Amazon Finding Format. data ${problem}.`,
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidInputException", message, { Code: "InvalidInputException" });
}
