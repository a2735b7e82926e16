/** What the source says of Identity Center, with every name resolved and every document read. */
import { awsManagedPolicyArn } from "@holdfast/policy/aws-managed";
import { nameOfManagement } from "../accounts.ts";
import { type BaselineFiles, byCodePoint, type Draft } from "../draft.ts";
import type { IdentityCenterLock } from "../lock.ts";
import { readPolicyFile } from "../policy-document.ts";
import type { SourceFile } from "../positions.ts";
import type { Problem } from "../problem.ts";
import type { BaselineSource } from "../schema.ts";
import { secondsOf } from "./duration.ts";
import type {
  Assignment,
  AssignmentScope,
  GuardedGroup,
  IdentityCenter,
  IdentityPrincipal,
  JustInTime,
  ManagedPolicyDocument,
  PermissionSet,
  PermissionsBoundary,
} from "./model.ts";
import { compilePolicyDocuments, customerManagedPolicy } from "./policy-documents.ts";
import { permissionSetArn } from "./query.ts";

type SetSource = NonNullable<BaselineSource["permissionSets"]>[string];
type AssignmentSource = BaselineSource["assignments"][number];
type JustInTimeSource = BaselineSource["justInTime"][number];

/** A permission set without its ARN, which comes from the lock. */
type Unpinned = Omit<PermissionSet, "arn">;

/** What the sections are made of, but for pinned ids. */
interface Compiled {
  /** Undefined: it is not declared. */
  readonly permissionSets?: readonly Unpinned[];
  readonly policyDocuments: readonly ManagedPolicyDocument[];
  /** A permission set's name -> its inline policy, with positions. */
  readonly inlinePolicies: ReadonlyMap<string, SourceFile>;
  /** Files that it names. */
  readonly files: readonly string[];
  /** That there is no such file. */
  readonly missing: readonly Problem[];
  /** Inside documents. */
  readonly documentProblems: readonly Problem[];
}

/** Reads what the permission sets are made of. */
export function compilePermissionSets(draft: Draft, files: BaselineFiles): Compiled {
  const declared = draft.source.permissionSets;
  const brought = compilePolicyDocuments(draft, files);
  const inlinePolicies = new Map<string, SourceFile>();
  if (declared === undefined) return { ...brought, inlinePolicies };
  const permissionSets: Unpinned[] = [];
  const named = [...brought.files];
  const missing = [...brought.missing];
  const documentProblems = [...brought.documentProblems];
  for (const [name, source] of Object.entries(declared)) {
    const { inlinePolicy: file } = source;
    const set = withoutPolicy(name, source);
    if (file === undefined) {
      permissionSets.push(set);
      continue;
    }
    named.push(file);
    const text = files.read(file);
    if (text === undefined) {
      const place = ["permissionSets", name, "inlinePolicy"];
      missing.push(draft.file.problem(place, `there is no file ${file}`));
      continue;
    }
    const { document, problems } = readPolicyFile(
      file,
      text,
      "IDENTITY",
      "PERMISSION_SET_INLINE_POLICY",
    );
    documentProblems.push(...problems);
    if (document === undefined) continue;
    permissionSets.push({ ...set, inlinePolicy: document.content });
    inlinePolicies.set(name, document.source);
  }
  const sorted = permissionSets.toSorted((a, b) => byCodePoint(a.name, b.name));
  const { policyDocuments } = brought;
  return {
    permissionSets: sorted,
    policyDocuments,
    inlinePolicies,
    files: named,
    missing,
    documentProblems,
  };
}

function withoutPolicy(name: string, source: SetSource): Unpinned {
  const { description, sessionDuration, relayState, tags, boundary } = source;
  const customer = source.customerManagedPolicies.map(customerManagedPolicy);
  return {
    name,
    description,
    sessionDuration,
    ...(relayState !== undefined && { relayState }),
    tags,
    managedPolicies: source.managedPolicies.map(awsManagedPolicyArn).toSorted(byCodePoint),
    customerManagedPolicies: customer.toSorted((a, b) =>
      byCodePoint(a.path + a.name, b.path + b.name),
    ),
    ...(boundary !== undefined && { boundary: boundaryOf(boundary) }),
  };
}

function boundaryOf(source: NonNullable<SetSource["boundary"]>): PermissionsBoundary {
  return "managedPolicy" in source
    ? { kind: "aws", arn: awsManagedPolicyArn(source.managedPolicy) }
    : { kind: "customer", ...customerManagedPolicy(source.customerManagedPolicy) };
}

/** Everything together, once all of it was found to be right. */
export function pinIdentityCenter(
  draft: Draft,
  { permissionSets = [], policyDocuments }: Pick<Compiled, "permissionSets" | "policyDocuments">,
  lock: IdentityCenterLock,
): IdentityCenter {
  const { source } = draft;
  const instance = `arn:aws:sso:::instance/${lock.instance}`;
  const pinned = (ids: Readonly<Record<string, string>>, name: string): string => {
    const id = Object.hasOwn(ids, name) ? ids[name] : undefined;
    if (id === undefined) throw new TypeError(`${name} passed its check without an id`);
    return id;
  };
  const principal = ({ group, user = "" }: AssignmentSource): IdentityPrincipal =>
    group === undefined
      ? { type: "USER", name: user, id: pinned(lock.users, user) }
      : { type: "GROUP", name: group, id: pinned(lock.groups, group) };

  const assignments = source.assignments.map(
    (one): Assignment => ({
      principal: principal(one),
      permissionSet: one.permissionSet,
      ...scopeOf(draft, one.accounts),
    }),
  );
  const groups = Object.entries(source.groups)
    .filter(([, { guarded }]) => guarded)
    .map(([name, { members }]): GuardedGroup => {
      const users = members.map((user) => ({ name: user, id: pinned(lock.users, user) }));
      const sorted = users.toSorted((a, b) => byCodePoint(a.id, b.id));
      return { name, id: pinned(lock.groups, name), members: sorted };
    });
  return {
    instance,
    identityStore: lock.identityStore,
    permissionSets: permissionSets.map((set) => ({
      ...set,
      arn: permissionSetArn({ instance }, pinned(lock.permissionSets, set.name)),
    })),
    undeclaredPermissionSets: source.undeclaredPermissionSets,
    assignments: assignments.toSorted((a, b) => byCodePoint(JSON.stringify(a), JSON.stringify(b))),
    groups: groups.toSorted((a, b) => byCodePoint(a.name, b.name)),
    justInTime: source.justInTime.map((one) => justInTime(draft, one)),
    ...(policyDocuments.length > 0 && { policyDocuments }),
  };
}

/** Account ids, unit paths and `all` of a list of names. */
function scopeOf({ source, ...draft }: Draft, names: readonly string[]): AssignmentScope {
  const management = nameOfManagement({ source, ...draft });
  const idOf = (name: string): string[] => {
    if (name === management) return [source.organization.management];
    return Object.hasOwn(source.accounts, name) ? [source.accounts[name]?.id ?? ""] : [];
  };
  return {
    accounts: names.flatMap(idOf).toSorted(byCodePoint),
    units: names.filter((name) => Object.hasOwn(source.units, name)).toSorted(byCodePoint),
    all: names.includes("all"),
  };
}

function justInTime(draft: Draft, one: JustInTimeSource): JustInTime {
  const { permissionSet, group = "", principal, principalType, accounts = [], reason } = one;
  const maximumDuration = (secondsOf(one.maximumDuration) ?? 0) * 1000;
  const who = principal !== undefined && { principal };
  if (permissionSet === undefined) {
    return { kind: "membership", group, ...who, maximumDuration, reason };
  }
  return {
    kind: "assignment",
    permissionSet,
    ...who,
    principalType: principalType === "user" ? "USER" : "GROUP",
    scope: scopeOf(draft, accounts),
    maximumDuration,
    reason,
  };
}
