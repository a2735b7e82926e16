/** IAM policy documents as they are written: scalars where AWS accepts a scalar or a list. */

/** AWS accepts one value where it accepts a list. */
export type OneOrMany<T> = T | readonly T[];

export type ConditionValue = string | number | boolean;

/** Operator -> condition key -> values. */
export type ConditionBlock = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>
>;

export type PrincipalBlock = "*" | Readonly<Record<string, OneOrMany<string>>>;

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: PrincipalBlock;
  readonly NotPrincipal?: PrincipalBlock;
  readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<PolicyStatement>;
}
