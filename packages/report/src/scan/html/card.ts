/** One entry in full: what is expected and what is there, who did it, what it means, what would be done. */
import type { Cause, Difference, Json, ScanEntry, ScanReport, ScanStep } from "@holdfast/core";
import { canonicalJson } from "@holdfast/core";
import { callOf } from "../../summary.ts";
import { counted, type Html, html, shown, time } from "./html.ts";
import { severityBadge, statusBadge } from "./state.ts";
import { anchor } from "./tree.ts";

/** Differences, steps and causes of one entry that are shown. */
const MOST = 20;
/** Characters of one value. */
const VALUE = 4_000;

export function entryCard(entry: ScanEntry, report: ScanReport): Html {
  const { subject, guardrail, severity, mode, key, incident, place, reason } = entry;
  const about = report.guardrails.find(({ id }) => id === guardrail);
  const id = anchor(entry);
  return html`<article id="${id}" class="entry" aria-labelledby="${id}-h" tabindex="-1">
<h3 id="${id}-h">${shown(subject.name)} <span class="count">${guardrail}</span></h3>
<p>${statusBadge(entry)} ${severityBadge(severity)} <span class="faint">mode ${mode}</span></p>
<p>${shown(about?.title ?? guardrail)}.</p>
${reason === undefined ? "" : html`<p class="note">${shown(reason, 1_000)}</p>`}
${exemption(entry)}
${listed("What differs", entry.differences, difference)}
${impact(entry)}
${listed("Who did it", entry.causes.toReversed(), cause)}
${listed(report.kind === "plan" ? "What would be done" : "What would put it right", entry.steps, step)}
<dl class="facts"><div><dt>What to do</dt><dd>${link(about?.runbook ?? guardrail)}</dd></div>
${place === undefined ? "" : html`<div><dt>Declared in</dt><dd><code>${shown(place.file)}:${place.line}:${place.column}</code></dd></div>`}
${incident === undefined ? "" : html`<div><dt>Incident</dt><dd><code>${shown(incident)}</code></dd></div>`}
<div><dt>Resource</dt><dd><code>${shown(subject.resourceId)}</code></dd></div>
<div><dt>Key</dt><dd><code>${shown(key)}</code></dd></div></dl>
</article>`;
}

/** Only addresses that the baseline's authors chose are links. */
function link(page: string): Html {
  return page.startsWith("https://")
    ? html`<a href="${page}">runbook</a>`
    : html`<code>${page}</code>`;
}

function exemption({ exemption: one }: ScanEntry): Html {
  if (one === undefined) return html``;
  const until = one.expired ? "The exemption is over since" : "Exempt until";
  const ticket = one.ticket === undefined ? "" : `, ${one.ticket}`;
  return html`<p class="note">${until} <time datetime="${one.expiresOn}">${one.expiresOn}</time>: ${shown(one.reason)} (${shown(`${one.owner}${ticket}`)})</p>`;
}

function impact({ impact: one }: ScanEntry): Html {
  if (one === undefined || one.sentences.length === 0) return html``;
  return html`<h4>What it means for access, in ${counted(one.accounts, "account")}</h4>
<ul>${one.sentences.slice(0, MOST).map((sentence) => html`<li>${shown(sentence)}</li>`)}</ul>`;
}

function listed<T>(title: string, items: readonly T[], show: (item: T) => Html): Html {
  if (items.length === 0) return html``;
  const more = items.length - MOST;
  return html`<h4>${title}</h4>
<ul class="plain">${items.slice(0, MOST).map((item) => html`<li>${show(item)}</li>`)}${more > 0 ? html`<li>and ${more} more</li>` : ""}</ul>`;
}

function difference({ message, kind, path, expected, actual }: Difference): Html {
  return html`<p>${shown(message, 500)} <span class="faint">(${kind}: <code>${shown(path)}</code>)</span></p>
<div class="sides">${side("Expected", expected, kind === "unexpected")}${side("Actual", actual, kind === "missing")}</div>`;
}

function side(title: string, value: Json, nothing: boolean): Html {
  return html`<figure><figcaption>${title}</figcaption>${nothing ? html`<p class="faint">nothing</p>` : html`<pre tabindex="0">${lines(value)}</pre>`}</figure>`;
}

/** Policies are JSON inside a text: unfolded, so that they can be read. */
function lines(value: Json): string {
  const unfolded = typeof value === "string" ? (documentIn(value) ?? value) : value;
  const text = typeof unfolded === "string" ? unfolded : indented(unfolded);
  const safe = text
    .slice(0, VALUE)
    .split("\n")
    .map((line) => shown(line, 500));
  return [...safe, ...(text.length > VALUE ? ["…"] : [])].join("\n");
}

/** Keys in one order on both sides, so that the eye can compare them. */
function indented(value: Json): string {
  return JSON.stringify(JSON.parse(canonicalJson(value)), null, 2);
}

function documentIn(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function cause(one: Cause): Html {
  const { actor, at, eventId } = one;
  const from = actor.sourceIp === undefined ? "" : ` from ${shown(actor.sourceIp)}`;
  const role = actor.role === undefined ? "" : html` with role <code>${shown(actor.role)}</code>`;
  return html`${time(at)}: <strong>${shown(actor.name, 80)}</strong> called <code>${callOf(one)}</code>${from}${role} <span class="faint">event <code>${shown(eventId)}</code></span>`;
}

function step({ action, effect, reason, runs, withheld }: ScanStep): Html {
  const call = html`<span class="faint"><code>${action}</code>, ${effect}</span>`;
  if (runs) return html`<span class="badge in-sync">would</span> ${shown(reason, 500)} ${call}`;
  const why =
    withheld === undefined
      ? ""
      : html`<br><span class="faint">because ${shown(withheld, 500)}</span>`;
  return html`<span class="badge exempt">would not</span> ${shown(reason, 500)} ${call}${why}`;
}
