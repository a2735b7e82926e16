/** The organization as a tree of its units, with what is not in sync where it belongs. */
import type { ScanEntry, ScanReport } from "@holdfast/core";
import { counted, type Html, html, shown } from "./html.ts";
import { STATUS_WORD, statusBadge, tone } from "./state.ts";

/** Lines below one unit; a unit with more says how many it leaves out. */
const MOST = 100;

interface Node {
  readonly path: string;
  readonly accounts: number;
  readonly entries: readonly ScanEntry[];
  readonly children: readonly Node[];
}

export function organizationTree(report: ScanReport): Html {
  const { units, accounts } = report.organization;
  const entries = Map.groupBy(report.entries, ({ subject }) => subject.unit ?? "");
  const counts = new Map<string, number>();
  for (const { unit } of accounts) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const nodeOf = (path: string): Node => ({
    path,
    accounts: counts.get(path) ?? 0,
    entries: entries.get(path) ?? [],
    children: units.filter((unit) => isChild(unit, path)).map(nodeOf),
  });
  const strangers = [...entries]
    .filter(([path]) => !units.includes(path))
    .flatMap(([, all]) => all);
  return html`<ul class="tree">${units.filter((path) => !path.includes("/")).map((path) => branch(nodeOf(path)))}
${strangers.length === 0 ? "" : html`<li><details open><summary><span class="unit">Not in the baseline</span> ${tally(strangers)}</summary>${leaves(strangers)}</details></li>`}
</ul>`;
}

function isChild(unit: string, path: string): boolean {
  return unit.startsWith(`${path}/`) && !unit.slice(path.length + 1).includes("/");
}

/** Open where something below is not in sync: that is what the reader came for. */
function branch(node: Node): Html {
  const all = below(node);
  const name = node.path.split("/").at(-1) ?? node.path;
  return html`<li><details${all.length > 0 ? html` open` : ""}><summary><span class="unit">${shown(name)}</span> <span class="count">${counted(node.accounts, "account")}</span> ${tally(all)}</summary>
${leaves(node.entries)}
${node.children.length === 0 ? "" : html`<ul>${node.children.map(branch)}</ul>`}</details></li>`;
}

function below(node: Node): readonly ScanEntry[] {
  return [...node.entries, ...node.children.flatMap(below)];
}

function tally(entries: readonly ScanEntry[]): Html {
  if (entries.length === 0) return html`<span class="badge in-sync">In sync</span>`;
  const counts = Map.groupBy(entries, ({ status }) => status);
  return html`${[...counts].map(
    ([status, some]) =>
      html`<span class="badge ${tone(status)}">${some.length} ${STATUS_WORD[status].toLowerCase()}</span> `,
  )}`;
}

function leaves(entries: readonly ScanEntry[]): Html {
  if (entries.length === 0) return html``;
  const more = entries.length - MOST;
  return html`<ul class="leaves">${entries
    .slice(0, MOST)
    .map(
      (entry) =>
        html`<li>${statusBadge(entry)} <a href="#${anchor(entry)}">${shown(entry.subject.name)}</a> <span class="count">${entry.guardrail}</span></li>`,
    )}${more > 0 ? html`<li>and ${more} more in the list below</li>` : ""}</ul>`;
}

/** Where an entry's card is on the page: made of hexadecimal digits, whatever is in the key. */
export function anchor({ key }: ScanEntry): string {
  let hash = 0n;
  for (const character of key) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 1_099_511_628_211n);
  }
  return `e-${hash.toString(16)}`;
}
