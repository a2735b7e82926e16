/**
 * A scan or plan as one HTML file: no network, works without script, light and dark, for keyboards, screen
 * readers and paper. Its CSP allows the two hashes of its own style and script, and nothing else.
 */
import { createHash } from "node:crypto";
import type { ScanReport } from "@holdfast/core";
import { raw } from "hono/html";
import { closingLine } from "../words.ts";
import { entryCard } from "./card.ts";
import { summaryCards } from "./cards.ts";
import { coverage, exemptionTable } from "./coverage.ts";
import { type Html, html, shown, time } from "./html.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";
import { entryTable } from "./table.ts";
import { organizationTree } from "./tree.ts";

/** Cards on the page: the entries beyond are in the list alone. */
const MOST_CARDS = 500;

const SECTIONS: readonly (readonly [id: string, title: string])[] = [
  ["summary", "Summary"],
  ["coverage", "What was read"],
  ["organization", "Organization"],
  ["entries", "What is not in sync"],
  ["details", "In detail"],
  ["exemptions", "Exemptions"],
];

/** The whole document, as text. */
export function scanHtml(report: ScanReport): string {
  const [word, many] = report.kind === "plan" ? ["Plan", "plan"] : ["Scan", "scan"];
  const title = `${word} of ${report.organization.id}`;
  const csp = `default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="generator" content="Holdfast">
<title>${title} – Holdfast</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#entries">Skip to what is not in sync</a>
<header>
<h1>${title}</h1>
<p>${closingLine(report)}</p>
<dl class="facts">${facts(report)}</dl>
<nav aria-label="On this page"><ul>${SECTIONS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${section("summary", html`${summaryCards(report)}${report.notes.map((note) => html`<p class="note">${shown(note, 1_000)}</p>`)}`)}
${section("coverage", coverage(report))}
${section("organization", organizationTree(report))}
${section("entries", entryTable(report))}
${section("details", details(report))}
${section("exemptions", exemptionTable(report))}
</main>
<footer><p>Made by Holdfast from this ${many} alone. <code>${shown(report.id)}</code></p></footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function section(id: string, content: Html): Html {
  const title = SECTIONS.find(([one]) => one === id)?.[1] ?? id;
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>
${content}
</section>`;
}

function facts({ baseline, caller, startedAt, finishedAt, stage, organization }: ScanReport): Html {
  const where = baseline.directory === undefined ? "" : ` (${shown(baseline.directory)})`;
  const state =
    stage.kind === "unread"
      ? html`<div><dt>Stage</dt><dd>${shown(stage.name)} was not read: ${shown(stage.reason)}</dd></div>`
      : stage.kind === "read"
        ? html`<div><dt>Stage</dt><dd>${shown(stage.name)}</dd></div>`
        : "";
  return html`<div><dt>Baseline</dt><dd><code>${baseline.hash.slice(0, 12)}</code>${where}</dd></div>
<div><dt>Accounts</dt><dd>${organization.accounts.length.toLocaleString("en-US")} declared</dd></div>
<div><dt>Read</dt><dd>${time(startedAt)} to ${time(finishedAt)}</dd></div>
<div><dt>By</dt><dd><code>${shown(caller.arn)}</code></dd></div>
${state}`;
}

function details(report: ScanReport): Html {
  const { entries } = report;
  if (entries.length === 0) return html`<p>There is nothing to say.</p>`;
  const more = entries.length - MOST_CARDS;
  return html`${entries.slice(0, MOST_CARDS).map((entry) => entryCard(entry, report))}
${more > 0 ? html`<p class="note">${more.toLocaleString("en-US")} more entries have no card here; the JSON form has all of them in full.</p>` : ""}`;
}
