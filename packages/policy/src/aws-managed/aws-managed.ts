/** What AWS managed policies say, as far as it is known here. */
import type { PolicyDocument } from "../document.ts";

/** How a document relates to AWS's own. */
export type Basis =
  | {
      readonly kind: "published";
      /** AWS's number of that version, e.g. `v12`. */
      readonly version: string;
      /** The day on which AWS made it, as YYYY-MM-DD. AWS may have made newer ones since. */
      readonly edited: string;
    }
  /** Close to AWS's own, but neither contains the other. */
  | {
      readonly kind: "approximation";
      /** What it was made of, as the rest of a sentence that begins with the policy's name and `is`. */
      readonly how: string;
    };

export interface AwsManagedPolicy {
  /** `arn:aws:iam::aws:policy/job-function/Billing` */
  readonly arn: string;
  /** Its name without the path: `Billing`. */
  readonly name: string;
  readonly document: PolicyDocument;
  readonly basis: Basis;
}

export interface AwsManagedPolicies {
  /** Undefined: nothing is known of it, not even whether AWS has it. */
  get(arn: string): AwsManagedPolicy | undefined;
  /** Those that are known, in no particular order. */
  readonly all: readonly AwsManagedPolicy[];
}

const PREFIX = "arn:aws:iam::aws:policy/";

/** @param name with its path, if it has one: `job-function/Billing`; an ARN stays as it is */
export function awsManagedPolicyArn(name: string): string {
  return name.startsWith("arn:") ? name : PREFIX + name;
}

/** A policy before it has an ARN. */
export type Known = Pick<AwsManagedPolicy, "document" | "basis">;

let loading: Promise<AwsManagedPolicies> | undefined;

/**
 * The documents that this version was built with. They are read when first asked for, and once: a cold
 * start that needs none of them doesn't pay for it.
 */
export function loadAwsManagedPolicies(): Promise<AwsManagedPolicies> {
  loading ??= Promise.all([import("./published.ts"), import("./approximations.ts")]).then(
    ([{ PUBLISHED }, { approximations }]) => catalogue({ ...approximations(), ...PUBLISHED }),
  );
  return loading;
}

/** @param known by name with its path */
function catalogue(known: Readonly<Record<string, Known>>): AwsManagedPolicies {
  const byArn = new Map(
    Object.entries(known).map(([path, policy]) => {
      const arn = awsManagedPolicyArn(path);
      return [arn, { arn, name: path.slice(path.lastIndexOf("/") + 1), ...policy }];
    }),
  );
  return { get: (arn) => byArn.get(arn), all: [...byArn.values()] };
}
