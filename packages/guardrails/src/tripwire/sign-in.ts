/** Sign-ins to the console, as CloudTrail records them. */
import type { TrailRecord } from "@holdfast/core";

const SIGN_IN = "signin.amazonaws.com";

const MFA: Readonly<Record<string, string>> = { Yes: " with MFA", No: " without MFA" };

export function isOfSignIn({ eventSource }: TrailRecord): boolean {
  return eventSource === SIGN_IN;
}

/** A step of a sign-in that says nothing which its end doesn't say better. */
export function isOnTheWay(record: TrailRecord): boolean {
  return isOfSignIn(record) && record.eventName === "CheckMfa";
}

/** Whether somebody signed in or tried to: ConsoleLogin, NonConsoleLogin, ExternalIdPDirectoryLogin. */
export function isLogin(record: TrailRecord): boolean {
  return isOfSignIn(record) && record.eventName.endsWith("Login");
}

/** ` with MFA`, ` without MFA`, or nothing where the record doesn't say. */
export function mfaOf({ additional }: TrailRecord): string {
  return MFA[String(additional.MFAUsed)] ?? "";
}
