/** How GuardDuty differs from what is declared. Says nothing of what to do. */
import type { DeclaredGuardDuty, Difference } from "@holdfast/core";
import type { Live } from "./live.ts";

export function diff(want: DeclaredGuardDuty, live: Live | undefined): readonly Difference[] {
  if (live === undefined) {
    const message = "there is no detector: its findings and settings are lost";
    return [{ path: "detector", kind: "missing", expected: true, actual: null, message }];
  }
  const { archiving, trusted } = undeclared(want, live);
  return [
    ...(live.enabled ? [] : [changed("enabled", true, false, "the detector is suspended")]),
    ...(live.members === "ALL"
      ? []
      : [changed("members", "ALL", live.members, `members get it: ${live.members}, and not all`)]),
    ...missing(want.features, live.features).map((name) =>
      off(`features.${name}`, name, `${name} is off`),
    ),
    ...missing(want.features, live.memberFeatures).map((name) =>
      off(`memberFeatures.${name}`, name, `${name} is not switched on for every member`),
    ),
    ...archiving.map((name) =>
      blind(`filters.${name}`, name, `the filter ${quoted(name)} archives findings unseen`),
    ),
    ...trusted.map(({ id, name }) =>
      blind(
        `trusted.${id}`,
        name,
        `the list ${quoted(name)} has addresses trusted: nothing they do is found`,
      ),
    ),
  ];
}

/** What blinds it and nobody declared. */
export function undeclared(
  { archiveFilters, trustedIpLists }: DeclaredGuardDuty,
  live: Live,
): Pick<Live, "archiving" | "trusted"> {
  return {
    archiving: live.archiving.filter((name) => !archiveFilters.includes(name)),
    trusted: live.trusted.filter(({ name }) => !trustedIpLists.includes(name)),
  };
}

export function missing<Name extends string>(
  wanted: readonly Name[],
  there: readonly string[],
): readonly Name[] {
  return wanted.filter((name) => !there.includes(name));
}

function changed(
  path: string,
  expected: string | boolean,
  actual: string | boolean,
  message: string,
): Difference {
  return { path, kind: "changed", expected, actual, message };
}

function off(path: string, expected: string, message: string): Difference {
  return { path, kind: "missing", expected, actual: null, message };
}

function blind(path: string, actual: string, message: string): Difference {
  return { path, kind: "unexpected", expected: null, actual, message };
}

/** Whoever makes a filter or a list chooses its name. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
}
