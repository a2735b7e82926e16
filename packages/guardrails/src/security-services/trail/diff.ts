/** How a trail differs from what is declared. Says nothing of what to do. */
import type { DeclaredTrail, Difference } from "@holdfast/core";
import type { Live } from "./live.ts";
import { recordsAll } from "./selectors.ts";

export function diff(want: DeclaredTrail, live: Live | undefined): readonly Difference[] {
  if (live === undefined) {
    const message =
      "the trail is not there: nothing of it is logged, and no event reaches Holdfast by it";
    return [{ path: "trail", kind: "missing", expected: want.name, actual: null, message }];
  }
  return [
    ...(live.logging ? [] : [changed("logging", true, false, "the trail does not log")]),
    ...(recordsAll(live.selectors)
      ? []
      : [changed("selectors", "all", null, "it does not record all management events")]),
    ...settings(want, live),
  ];
}

/** What one UpdateTrail puts right. */
export function settings(want: DeclaredTrail, live: Live): readonly Difference[] {
  const { bucket, prefix = null, key = null, organization } = want;
  return [
    ...flag("multiRegion", live.multiRegion, "it logs one Region alone"),
    ...flag("globalEvents", live.globalEvents, "it leaves out services without Region, as IAM is"),
    ...flag(
      "validation",
      live.validation,
      "its files are not validated: they can be changed unseen",
    ),
    ...(live.organization === organization
      ? []
      : [
          changed(
            "organization",
            organization,
            live.organization,
            organization
              ? "it logs its own account alone"
              : "it logs the whole organization, and nobody declared that it does",
          ),
        ]),
    ...other("bucket", bucket, live.bucket, "writes to the bucket"),
    ...other("prefix", prefix, live.prefix, "writes under the prefix"),
    ...other("key", key, live.key, "encrypts with"),
  ];
}

function flag(path: string, is: boolean, message: string): Difference[] {
  return is ? [] : [changed(path, true, false, message)];
}

function other(path: string, want: string | null, is: string | null, does: string): Difference[] {
  if (want === is) return [];
  const message = `it ${does} ${is ?? "none"}, and ${want ?? "none"} is declared`;
  return [changed(path, want, is, message)];
}

function changed(
  path: string,
  expected: string | boolean | null,
  actual: string | boolean | null,
  message: string,
): Difference {
  return { path, kind: "changed", expected, actual, message };
}
