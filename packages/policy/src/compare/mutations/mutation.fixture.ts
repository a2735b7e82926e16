/** A change to a real policy, and how the change is written down. */
import type { PolicyDocument, PolicyStatement } from "../../document.ts";
import type { ControlPolicyType } from "../../effect.ts";
import type { Level, NamedPolicy } from "../../evaluate/policy-set.ts";
import { many } from "../../many.ts";
import { FULL_ACCESS } from "../paths.fixture.ts";
import { fillSample } from "../samples.fixture.ts";

/** Levels before and after. */
export type Edit = (levels: readonly Level[]) => readonly Level[];

export interface Mutation {
  /** What was done; completes "… when". */
  readonly title: string;
  /** The real policy, by its file's name. */
  readonly sample: string;
  /** What is done to both sides first. */
  readonly given?: Edit;
  readonly change: Edit;
  /** Why that has the effect that it has, by AWS's rules. */
  readonly because: string;
  /** The one action that it can open, if there is just one. */
  readonly opens?: string;
  /** The one action that it can close, if there is just one. */
  readonly closes?: string;
  /** Whether only actions that don't exist yet can tell. */
  readonly future?: boolean;
}

/** What AWS attaches everywhere to resources by itself. */
export const RCP_FULL_ACCESS: NamedPolicy = {
  name: "RCPFullAWSAccess",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  },
};

/** AWS's own policy on each level, and the sample on the unit. */
export function levelsWith(
  sample: string,
  type: ControlPolicyType = "SERVICE_CONTROL_POLICY",
): readonly Level[] {
  const full = type === "SERVICE_CONTROL_POLICY" ? FULL_ACCESS : RCP_FULL_ACCESS;
  return [
    { name: "Root", policies: [full] },
    { name: "Workloads", policies: [full, { name: sample, document: fillSample(sample) }] },
    { name: "Production", policies: [full] },
  ];
}

/** Replaces text in the sample's compact JSON. Throws if it isn't there, as nothing would change. */
export function replacing(before: string, after: string): Edit {
  return inSample((document) => {
    const text = JSON.stringify(document);
    if (!text.includes(before)) throw new Error(`${before} is not in ${text}`);
    return JSON.parse(text.replaceAll(before, after));
  });
}

export function statements(edit: (list: readonly PolicyStatement[]) => readonly PolicyStatement[]) {
  return inSample((document) => ({ ...document, Statement: edit(many(document.Statement)) }));
}

/** Changes the statement at this position. */
export function statementAt(at: number, edit: (one: PolicyStatement) => PolicyStatement): Edit {
  return statements((list) => list.map((one, index) => (index === at ? edit(one) : one)));
}

/** Changes the list of the statement's Action or NotAction. */
export function actionsAt(at: number, edit: (list: readonly string[]) => readonly string[]): Edit {
  return statementAt(at, ({ Action, NotAction, ...rest }) => ({
    ...rest,
    ...(Action === undefined ? {} : { Action: edit(many(Action)) }),
    ...(NotAction === undefined ? {} : { NotAction: edit(many(NotAction)) }),
  }));
}

export function withoutVersion({ Version, ...rest }: PolicyDocument): PolicyDocument {
  return rest;
}

/** The policies of the level at this position: 0 is the root, 2 the account. */
export function policiesAt(at: number, edit: (list: Level["policies"]) => Level["policies"]): Edit {
  return (levels) =>
    levels.map((level, index) =>
      index === at ? { ...level, policies: edit(level.policies) } : level,
    );
}

/** A policy of one statement. */
export function policy(statement: PolicyStatement) {
  return { name: "other", document: { Version: "2012-10-17", Statement: [statement] } };
}

/** Changes the document of the sample, wherever it is attached. */
export function inSample(edit: (document: PolicyDocument) => PolicyDocument): Edit {
  return (levels) =>
    levels.map((level) => ({
      ...level,
      policies: level.policies.map((one) =>
        one === FULL_ACCESS || one === RCP_FULL_ACCESS || one.name === "other"
          ? one
          : { ...one, document: edit(one.document) },
      ),
    }));
}
