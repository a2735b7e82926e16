/** The summary: what a reader wants to know first, each number leading to what it counts. */
import type { ScanReport } from "@holdfast/core";
import { counted, type Html, html } from "./html.ts";
import { SEVERITIES, severityWord } from "./state.ts";

export function summaryCards({ summary, kind, sections }: ScanReport): Html {
  const unread = sections.filter(({ state }) => state !== "READ").length;
  const worst = SEVERITIES.flatMap((severity) => {
    const count = summary.bySeverity[severity];
    return count ? [`${count} ${severityWord(severity).toLowerCase()}`] : [];
  });
  const undo = kind === "plan" ? `${summary.wouldRevert} would be put right. ` : "";
  return html`<ul class="cards">
${card("drifted", summary.drifted, "Drifted", `${undo}${worst.join(", ")}`, "#entries")}
${card("unknown", summary.unknown, "Unknown", "could not be read; nothing is known of them", "#entries")}
${card("not-checked", unread, "Not checked", `${unread === 1 ? "part was" : "parts were"} not read to the end`, "#coverage")}
${card("pending", summary.pending, "Pending", "AWS is working on them", "#entries")}
${card("exempt", summary.exempt, "Exempt", "accepted for a time", "#exemptions")}
${card("in-sync", summary.inSync, "In sync", `of ${counted(seen(summary), "thing")} that were seen`, "#organization")}
</ul>`;
}

function seen(summary: ScanReport["summary"]): number {
  const { inSync, drifted, exempt, pending, unknown } = summary;
  return inSync + drifted + exempt + pending + unknown;
}

function card(tone: string, count: number, word: string, explained: string, to: string): Html {
  const quiet = count === 0 && tone !== "in-sync";
  return html`<li class="card ${quiet ? "quiet" : tone}"><a href="${to}"><strong>${count.toLocaleString("en-US")}</strong> <span>${word}</span></a>
<p>${quiet ? "none" : explained}</p></li>`;
}
