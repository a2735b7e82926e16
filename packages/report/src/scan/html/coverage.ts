/** What was read and what was not, and which exemptions there are: the limits of what the page says. */
import type { ScanExemption, ScanReport, ScanSection } from "@holdfast/core";
import { coverageWords, READ_WORDS } from "../words.ts";
import { type Html, html, shown, time } from "./html.ts";

export function coverage({ sections }: ScanReport): Html {
  const unread = sections.filter(({ state }) => state !== "READ");
  const first = [...unread, ...sections.filter(({ state }) => state === "READ")];
  return html`${unread.length === 0 ? html`<p>Every part was read to its end.</p>` : html`<p class="alarm">What is not read may differ: nothing is known of it.</p>`}
<div class="wide" role="region" aria-label="Table of what was read" tabindex="0"><table><caption>What was read</caption>
<thead><tr><th scope="col">Guardrail</th><th scope="col">Where</th><th scope="col">State</th><th scope="col">Seen</th><th scope="col">In sync</th><th scope="col">As of</th><th scope="col">Asked for, or why not</th></tr></thead>
<tbody>${first.map(section)}</tbody></table></div>`;
}

function section({
  guardrail,
  account,
  region,
  state,
  keys,
  inSync,
  asOf,
  reason,
  coverage: asked = [],
}: ScanSection): Html {
  const where = [account, region].filter((part) => part !== undefined).join(", ");
  const tone = state === "READ" ? "in-sync" : "not-checked";
  return html`<tr><th scope="row">${guardrail}</th><td>${where === "" ? "the organization" : where}</td><td><span class="badge ${tone}">${READ_WORDS[state]}</span></td><td class="number">${keys.toLocaleString("en-US")}</td><td class="number">${inSync.toLocaleString("en-US")}</td><td>${time(asOf)}</td><td class="text">${reason === undefined ? shown(asked.map(coverageWords).join("; "), 500) : shown(reason.message, 500)}</td></tr>
`;
}

export function exemptionTable({ exemptions }: ScanReport): Html {
  if (exemptions.length === 0) return html`<p>There are none.</p>`;
  return html`<div class="wide" role="region" aria-label="Table of exemptions" tabindex="0"><table><caption>By the day on which they end</caption>
<thead><tr><th scope="col">Until</th><th scope="col">What</th><th scope="col">Guardrail</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Ticket</th></tr></thead>
<tbody>${exemptions.map(exemption)}</tbody></table></div>`;
}

function exemption({
  expiresOn,
  expired,
  key,
  guardrail,
  reason,
  owner,
  ticket,
}: ScanExemption): Html {
  return html`<tr><td><time datetime="${expiresOn}">${expiresOn}</time>${expired ? html` <span class="badge unknown">over</span>` : ""}</td><th scope="row">${shown(key)}</th><td>${guardrail}</td><td class="text">${shown(reason)}</td><td>${shown(owner)}</td><td>${ticket === undefined ? "" : shown(ticket)}</td></tr>
`;
}
