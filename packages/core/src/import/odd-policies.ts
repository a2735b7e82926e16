/** Statements that are rarely meant so: they deny or allow everything, or trust somebody outside. */
import type { ControlPolicyType, PolicyStatement } from "@holdfast/policy";

/** Who belongs to the organization. */
export interface Own {
  readonly accounts: ReadonlySet<string>;
  /** `o-…` */
  readonly id: string;
}

/** A control policy that says everything, or nothing. */
export function sweeping(
  statements: readonly PolicyStatement[],
  type: ControlPolicyType,
): string[] {
  const everything = statements.some(
    (one) =>
      one.Effect === "Deny" &&
      one.Condition === undefined &&
      list(one.Action).includes("*") &&
      list(one.Resource).includes("*"),
  );
  const denies = statements.some(({ Effect }) => Effect === "Deny");
  return [
    ...(everything ? ["denies everything to everybody it reaches"] : []),
    ...(denies || type !== "SERVICE_CONTROL_POLICY"
      ? []
      : ["denies nothing: beside FullAWSAccess it limits nobody"]),
  ];
}

/** Condition keys by which a statement spares somebody. */
const WHO = /^aws:(PrincipalArn|PrincipalAccount|PrincipalOrgID|PrincipalOrgPaths|SourceAccount)$/i;
const SPARES = /Not(Equals|Like)/;

/** Denies that leave out accounts or organizations which are not this one. */
export function outsidersSpared(statements: readonly PolicyStatement[], own: Own): string[] {
  const outside = statements
    .filter(({ Effect }) => Effect === "Deny")
    .flatMap(({ Condition = {} }) =>
      Object.entries(Condition)
        .filter(([operator]) => SPARES.test(operator))
        .flatMap(([, keys]) => Object.entries(keys))
        .filter(([key]) => WHO.test(key))
        .flatMap(([, values]) => list(values).map(String)),
    )
    .flatMap((value) => outsidersIn(value, own));
  return [...new Set(outside)].map((who) => `spares ${who}, which is not in this organization`);
}

/** Allows of a delegation policy that reach further than a member account. */
export function delegates(statements: readonly PolicyStatement[], own: Own): string[] {
  return statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal, Condition }) => {
      const named = Principal === undefined ? [] : principalsIn(Principal);
      const everybody = named.includes("*") && Condition === undefined;
      const outside = named.flatMap((principal) => outsidersIn(principal, own));
      return [
        ...(everybody ? ['lets everybody in ("*"), under no condition'] : []),
        ...[...new Set(outside)].map((who) => `lets ${who} in, which is not in this organization`),
      ];
    });
}

/** Account and organization ids in a value that are not this organization's. */
function outsidersIn(value: string, { accounts, id }: Own): string[] {
  const strangers = [...value.matchAll(/(?<!\d)\d{12}(?!\d)/g)].filter(
    ([one]) => !accounts.has(one),
  );
  const others = [...value.matchAll(/(?<![\w-])o-[a-z0-9]{10,32}/g)].filter(([one]) => one !== id);
  return [
    ...strangers.map(([one]) => `account ${one}`),
    ...others.map(([one]) => `organization ${one}`),
  ];
}

function principalsIn(principal: NonNullable<PolicyStatement["Principal"]>): string[] {
  if (typeof principal === "string") return [principal];
  return Object.values(principal).flatMap((one) => list(one));
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : ([value].flat() as readonly T[]);
}
