/** A message about Holdfast itself: somebody stopped its writes, or let them go on. */
import type { Announcement } from "@holdfast/core";
import { ascii, plain } from "./escape.ts";
import { hasTexts, parsedJson } from "./guards.ts";

/** Version 1 of the machine form. `kind` tells it from an alert, which has none. */
export interface AnnouncementJson extends Announcement {
  readonly version: 1;
  readonly kind: "announcement";
  /** In one sentence; safe to show as it is. */
  readonly summary: string;
}

export function announcementJson(announcement: Announcement): AnnouncementJson {
  return { version: 1, kind: "announcement", summary: sentence(announcement), ...announcement };
}

/** The announcement in a message's text; undefined if it is none of version 1. */
export function readAnnouncement(text: string): AnnouncementJson | undefined {
  const value = parsedJson(text);
  return isAnnouncement(value) ? value : undefined;
}

function isAnnouncement(value: unknown): value is AnnouncementJson {
  return (
    hasTexts(
      value,
      ["kind", "what", "scope", "by", "at", "stage", "summary"],
      ["reason", "until"],
    ) &&
    value.version === 1 &&
    value.kind === "announcement" &&
    ["paused", "pause lifted", "hold placed", "hold lifted"].includes(String(value.what))
  );
}

/** Printable ASCII on one line, fewer than 100 characters. */
export function announcementSubject({ what, scope }: Announcement): string {
  return ascii(plain(`[Holdfast] ${capital(what)}: ${scope}`, 97));
}

/** Ends with a line break. */
export function announcementText(announcement: Announcement): string {
  const { by, at, stage, reason } = announcement;
  return [
    sentence(announcement),
    "",
    ...(reason === undefined ? [] : [`Reason     ${plain(reason, 500)}`]),
    `By         ${plain(by)}`,
    `At         ${at}`,
    `Stage      ${plain(stage)}`,
    "What to do docs/runbooks/controls.md",
    "",
  ].join("\n");
}

function sentence({ what, scope, until }: Announcement): string {
  const on = plain(scope);
  const end = until === undefined ? "until it is lifted" : `until ${until}`;
  switch (what) {
    case "paused":
      return `Nothing is written for ${on === "*" ? "anything" : on} ${end}; findings and alerts go on.`;
    case "hold placed":
      return `Nothing gives access back on ${on} ${end}; taking it away goes on.`;
    case "pause lifted":
      return `The pause for ${on === "*" ? "everything" : on} is over: what drifted meanwhile is put right.`;
    case "hold lifted":
      return `The hold on ${on} is over: access may be given back there again.`;
  }
}

export function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
