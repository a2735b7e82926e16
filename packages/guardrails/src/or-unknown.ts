/** For surveys: one thing that can't be read is no reason not to look at the others. */
import { AwsError, type Observed } from "@holdfast/core";

/** What `read` finds; unknown, with AWS's answer, where a call fails. Anything but an `AwsError` is thrown on. */
export async function orUnknown<Live>(
  read: () => Promise<Observed<Live>>,
): Promise<Observed<Live>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) return { kind: "unknown", error };
    throw error;
  }
}
