/** Whom the organization trusts: delegated administrators, AWS services, and the delegation policy. */

import type { PolicyDocument } from "@holdfast/policy";
import * as z from "zod";
import { nameOfManagement } from "./accounts.ts";
import { type BaselineFiles, byCodePoint, type Draft, repeats } from "./draft.ts";
import type { OrganizationTrust } from "./model.ts";
import { accountName, file } from "./notation.ts";
import { readPolicyFile } from "./policy-document.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

const servicePrincipal = z
  .string()
  .regex(
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/,
    "must be a service principal such as guardduty.amazonaws.com",
  );

export const organizationTrustSchema = z.strictObject({
  delegatedAdministrators: z
    .record(accountName, z.array(servicePrincipal).min(1, "must name at least one service"))
    .describe("Account -> the services that it administers for the organization")
    .default({}),
  trustedServices: z
    .array(servicePrincipal)
    .describe("AWS services with trusted access to the organization")
    .default([]),
  delegationPolicy: file
    .describe("File of the organization's resource policy; left out, there may be none")
    .optional(),
});

interface Compiled {
  /** Undefined if nothing is declared, or what is declared can't be read. */
  readonly trust?: OrganizationTrust;
  /** The file that it names. */
  readonly file?: string;
  readonly problems: readonly Problem[];
  readonly documentProblems: readonly Problem[];
}

/** In an order that leaves no trace of how it was written. */
export function compileOrganizationTrust(draft: Draft, files: BaselineFiles): Compiled {
  const declared = draft.source.organizationTrust;
  if (declared === undefined) return { problems: [], documentProblems: [] };
  const { delegatedAdministrators, trustedServices, delegationPolicy } = declared;
  const problems = [...administratorProblems(draft), ...serviceProblems(draft)];
  const policy = readDelegationPolicy(draft, files, delegationPolicy);
  const administrators = Object.entries(delegatedAdministrators).map(([name, services]) => ({
    account: draft.source.accounts[name]?.id ?? "",
    services: services.toSorted(byCodePoint),
  }));
  return {
    trust: {
      delegatedAdministrators: administrators.toSorted((a, b) => byCodePoint(a.account, b.account)),
      trustedServices: trustedServices.toSorted(byCodePoint),
      ...(policy.content && { delegationPolicy: policy.content }),
    },
    ...(delegationPolicy !== undefined && { file: delegationPolicy }),
    problems: [...problems, ...policy.missing],
    documentProblems: policy.problems,
  };
}

interface DelegationPolicy {
  readonly content?: PolicyDocument;
  /** That there is no such file. */
  readonly missing: readonly Problem[];
  /** Inside it. */
  readonly problems: readonly Problem[];
}

function readDelegationPolicy(
  draft: Draft,
  files: BaselineFiles,
  path: string | undefined,
): DelegationPolicy {
  if (path === undefined) return { missing: [], problems: [] };
  const text = files.read(path);
  if (text === undefined) {
    const place = ["organizationTrust", "delegationPolicy"];
    return { missing: [draft.file.problem(place, `there is no file ${path}`)], problems: [] };
  }
  const { document, problems } = readPolicyFile(path, text, "RESOURCE", "DELEGATION_POLICY");
  return { missing: [], problems, ...(document && { content: document.content }) };
}

/** AWS registers member accounts only. */
function administratorProblems(draft: Draft): Problem[] {
  const { file, source } = draft;
  const administrators = source.organizationTrust?.delegatedAdministrators ?? {};
  const known = Object.keys(source.accounts);
  return Object.entries(administrators).flatMap(([name, services]) => {
    const path = ["organizationTrust", "delegatedAdministrators", name];
    const doubles = repeats(services).map((index) =>
      file.problem([...path, index], `${services[index]} is listed twice`),
    );
    if (name === nameOfManagement(draft)) {
      return [...doubles, file.keyProblem(path, "the management account can't be a delegated one")];
    }
    if (known.includes(name)) return doubles;
    return [
      ...doubles,
      file.keyProblem(path, `no account is named ${name}`, didYouMean(name, known)),
    ];
  });
}

/** A delegated administrator needs the service to be trusted (ORG API reference). */
function serviceProblems({ file, source }: Draft): Problem[] {
  const { delegatedAdministrators = {}, trustedServices = [] } = source.organizationTrust ?? {};
  const doubles = repeats(trustedServices).map((index) => {
    const path = ["organizationTrust", "trustedServices", index];
    return file.problem(path, `${trustedServices[index]} is listed twice`);
  });
  const untrusted = Object.entries(delegatedAdministrators).flatMap(([name, services]) =>
    services.flatMap((service, index) => {
      if (trustedServices.includes(service)) return [];
      const path = ["organizationTrust", "delegatedAdministrators", name, index];
      const hint = "add it to trustedServices: AWS delegates only what the organization trusts";
      return [file.problem(path, `${service} is not a trusted service`, hint)];
    }),
  );
  return [...doubles, ...untrusted];
}
