/** Every entry in tables of a page each, filtered by CSS alone: the page works without script. */
import type { ScanEntry, ScanReport } from "@holdfast/core";
import { type Html, html, shown } from "./html.ts";
import {
  SEVERITIES,
  STATUS_WORD,
  severityBadge,
  severityWord,
  statusBadge,
  tone,
} from "./state.ts";
import { anchor } from "./tree.ts";

/** Rows of one table. */
const PAGE = 200;
/** Rows on the whole page: beyond it a browser gets slow, and the JSON form is the better tool. */
export const MOST_ROWS = 5_000;

export function entryTable({ entries }: ScanReport): Html {
  if (entries.length === 0) return html`<p>Everything that was read is as declared.</p>`;
  const rows = entries.slice(0, MOST_ROWS);
  const pages = Array.from({ length: Math.ceil(rows.length / PAGE) }, (_, index) =>
    rows.slice(index * PAGE, (index + 1) * PAGE),
  );
  const more = entries.length - rows.length;
  return html`${filters(rows)}
${pages.map((page, index) => tablePage(page, index * PAGE + 1, entries.length, pages.length))}
${more > 0 ? html`<p class="note">${more.toLocaleString("en-US")} more entries are in the JSON form alone.</p>` : ""}`;
}

function filters(rows: readonly ScanEntry[]): Html {
  const statuses = [...new Set(rows.map(({ status }) => status))];
  const severities = SEVERITIES.filter((severity) => rows.some((row) => row.severity === severity));
  return html`<form class="filters" aria-label="Filter the list">
<fieldset><legend>Status</legend>${radio("status", "all", "All")}${statuses.map((one) => radio("status", tone(one), STATUS_WORD[one]))}</fieldset>
<fieldset><legend>Severity</legend>${radio("severity", "all", "All")}${severities.map((one) => radio("severity", one.toLowerCase(), severityWord(one)))}</fieldset>
<p class="search" hidden><label>Text <input type="search" id="search" autocomplete="off"></label> <output for="search"></output></p>
</form>`;
}

function radio(name: string, value: string, word: string): Html {
  return html`<label><input type="radio" name="${name}" value="${value}" id="${name}-${value}"${value === "all" ? html` checked` : ""}> ${word}</label> `;
}

function tablePage(rows: readonly ScanEntry[], from: number, all: number, pages: number): Html {
  const caption = `${from.toLocaleString("en-US")} to ${(from + rows.length - 1).toLocaleString("en-US")} of ${all.toLocaleString("en-US")}`;
  const table = html`<div class="wide" role="region" aria-label="Entries ${caption}" tabindex="0"><table><caption>Entries ${caption}</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Severity</th><th scope="col">What</th><th scope="col">Guardrail</th><th scope="col">Difference</th><th scope="col">Who</th><th scope="col">Mode</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>`;
  if (pages === 1) return table;
  return html`<details class="page"${from === 1 ? html` open` : ""}><summary>Entries ${caption}</summary>${table}</details>`;
}

function row(entry: ScanEntry): Html {
  const { status, severity, subject, guardrail, differences, causes, mode, reason } = entry;
  const [first] = differences;
  const more = differences.length - 1;
  const what = first?.message ?? reason ?? "";
  const actor = causes.at(-1)?.actor.name;
  return html`<tr data-status="${tone(status)}" data-severity="${severity.toLowerCase()}"><td>${statusBadge(entry)}</td><td>${severityBadge(severity)}</td>
<th scope="row"><a href="#${anchor(entry)}">${shown(subject.name)}</a></th><td>${guardrail}</td><td class="text">${shown(what)}${more > 0 ? ` and ${more} more` : ""}</td><td class="text">${actor === undefined ? html`<span class="faint">not known</span>` : shown(actor, 80)}</td><td>${mode}</td></tr>
`;
}
