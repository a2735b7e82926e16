/** Whether a CloudTrail record is of a failed call, wherever the service has put its error. */
import { isObject, textOf } from "./json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Empty if the call succeeded. `responseElements` alone proves neither success nor failure. */
export function parseError(record: Fields): { errorCode?: string; errorMessage?: string } {
  const answer = isObject(record.responseElements) ? record.responseElements : {};
  // GuardDuty and Security Hub leave errorMessage out and put the text into responseElements.
  const message = textOf(record.errorMessage);
  const code = textOf(record.errorCode) ?? hiddenCode(answer) ?? signInFailure(answer, message);
  if (code === undefined) return {};
  const text = message ?? textOf(answer.message) ?? textOf(answer.Message);
  return { errorCode: code, ...(text !== undefined && { errorMessage: text }) };
}

/** Only names that no successful answer has: taking success for failure would hide a change. */
function hiddenCode(answer: Fields): string | undefined {
  return textOf(answer.__type) ?? textOf(answer.errorCode);
}

/** A failed sign-in has no errorCode at all, but `ConsoleLogin: "Failure"` or just a message. */
function signInFailure(answer: Fields, message: string | undefined): string | undefined {
  return answer.ConsoleLogin === "Failure" || message !== undefined ? "Failure" : undefined;
}
