/** A secret of AWS Secrets Manager: read when it is needed, remembered for a while, never shown. */
import { type Clock, HoldfastError } from "@holdfast/core";
import type { Call } from "./call.ts";

/** Milliseconds. A rotated secret is in use after that; one that is refused is read again at once. */
const KEEP = 5 * 60_000;

export interface Secret {
  /** The current value. Throws an `AwsError` if AWS does, a `HoldfastError` if there is no text. */
  read(call: Call): Promise<string>;
  /** Has the next `read` ask AWS. */
  forget(): void;
}

/** @param id name or ARN of the secret */
export function createSecret(id: string, clock: Pick<Clock, "now">): Secret {
  let kept: { readonly value: string; readonly until: number } | undefined;
  return {
    async read(call) {
      if (kept !== undefined && clock.now() < kept.until) return kept.value;
      const { SecretString } = await call("secretsmanager:GetSecretValue", { SecretId: id });
      if (!SecretString) {
        throw new HoldfastError("SECRET_EMPTY", `the secret ${id} holds no text`, {
          source: "user",
          hint: "Give it a SecretString with aws secretsmanager put-secret-value.",
        });
      }
      kept = { value: SecretString, until: clock.now() + KEEP };
      return SecretString;
    },
    forget() {
      kept = undefined;
    },
  };
}
