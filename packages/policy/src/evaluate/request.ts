/** What is decided: who wants to do what to which resource, under which circumstances. */
import type { Context, ContextValue } from "./context.ts";

export interface Principal {
  /** Of a user, of an account's root, or of the ROLE behind an assumed-role session. */
  readonly arn: string;
  /** Twelve digits. */
  readonly account: string;
  /** Of a session: `arn:aws:sts::…:assumed-role/…` or `…:federated-user/…`. */
  readonly session?: string;
  /** Unique id (`AROA…`, `AIDA…`), as it stands in policies once the principal was deleted. */
  readonly id?: string;
  /** The service that calls for itself, e.g. `lambda.amazonaws.com`; it has no policies of its own. */
  readonly service?: string;
  /** The identity provider of a web identity or SAML federation, as policies name it. */
  readonly federated?: string;
  readonly isServiceLinkedRole?: boolean;
}

export interface Request {
  /** `service:Name`, in any case. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource; never read as a pattern. */
  readonly resource: string;
  /** Twelve digits; the principal's own account if it is left out. */
  readonly resourceAccount?: string;
  readonly principal: Principal;
  /**
   * Condition keys, in any case; a list for multivalued keys. Complete: nothing is derived from the
   * principal. For an assumed-role session `aws:PrincipalArn` is the ARN of the ROLE
   * (`arn:aws:iam::…:role/…`), never that of the session (`arn:aws:sts::…:assumed-role/…`).
   * A `Context` that is made once saves time where many requests share it.
   */
  readonly context: Readonly<Record<string, ContextValue>> | Context;
}
