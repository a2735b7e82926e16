/** The stories on a terminal. */
import type { Baseline, Deployment } from "@holdfast/core";
import type { Line, Played, play } from "@holdfast/lab/stories";
import { columns, paint } from "./terminal.ts";

type Result = Awaited<ReturnType<typeof play>>;

const out = process.stdout;
const SIGNS = { attacker: "▸", holdfast: "◂", told: "!" } as const;
const WANTED = { revert: "put back", alert: "told", nothing: "left alone" } as const;

export function opening(baseline: Baseline, deployment: Deployment, enforce: boolean): string {
  const { accounts, units, policies } = baseline;
  return [
    paint("bold", "SecureCart on a local AWS organization", out),
    `${accounts.length} accounts, ${units.length} units, ${policies.length} policies; baseline ${baseline.hash.slice(0, 12)}.`,
    enforce
      ? `The functions are the bundles that are deployed, each fed by its rules and its queue: ${namesOf(deployment)}.`
      : "Holdfast is not subscribed: this is what would have stayed.",
    "Every call goes over HTTP. Times are the lab's: events take 1 s, and waiting costs nothing.",
    `${SIGNS.attacker} somebody acts   ${SIGNS.holdfast} Holdfast   ${SIGNS.told} people are told`,
    "",
    "",
  ].join("\n");
}

function namesOf({ functions }: Deployment): string {
  return functions.map(({ name }) => name).join(", ");
}

/** One story: its title, what happened when, and whether it held. */
export function told(number: number, { played, problems, timeline }: Result): string {
  const title = `${String(number).padStart(2)}  ${played.title}`;
  const lines = shortened(timeline).map((line) =>
    typeof line === "number"
      ? `          … ${line} more like these …`
      : `    ${clock(line.at)} ${sign(line)} ${textOf(line)}`,
  );
  return [
    paint("bold", title, out),
    ...lines,
    `    ${verdict(played)}`,
    ...problems.map((problem) => paint("red", `      ${problem}`, out)),
    "",
    "",
  ].join("\n");
}

/** The closing table, and where everything can be looked at. */
export function closing(scenarios: readonly Played[], enforce: boolean): string {
  const rows = scenarios.map(({ id, expects, held, actions, findings, millis }) => [
    held ? "held" : "NOT HELD",
    id,
    WANTED[expects],
    String(actions.length),
    findingsOf(findings),
    millis > 0 ? seconds(millis) : "-",
  ]);
  const table = columns([["", "scenario", "wanted", "writes", "findings", "verified"], ...rows]);
  const held = scenarios.filter((one) => one.held).length;
  const summary = `${held} of ${scenarios.length} scenarios held.`;
  return [
    ...table.map((line, index) => (index === 0 ? paint("dim", line, out) : line)),
    "",
    paint(held === scenarios.length ? "green" : "red", summary, out),
    enforce
      ? "Findings are in Security Hub of the management account, archived once a re-read confirmed the revert; a tripwire's stay active until a person resolves them."
      : "Run it without --no-enforce to see them held.",
    "Look around yourself: npx holdfast lab, then e.g. aws securityhub get-findings --endpoint-url http://127.0.0.1:4566",
    "",
  ].join("\n");
}

function verdict({ held, expects, findings, millis }: Played): string {
  if (!held) return paint(["red", "bold"], "NOT HELD", out);
  const found = findings.length > 0 ? `, ${findingsOf(findings)}` : "";
  const text = {
    revert: `held: put back and verified${millis > 0 ? ` after ${seconds(millis)}` : ""}${found}`,
    alert: `held: people know, nobody was overruled${found}`,
    nothing: "held: nothing written, nobody disturbed",
  }[expects];
  return paint("green", text, out);
}

function findingsOf(findings: Played["findings"]): string {
  const count = (state: string) =>
    findings.filter(({ recordState }) => recordState === state).length;
  const parts = (["ACTIVE", "ARCHIVED"] as const)
    .map((state) => [count(state), state.toLowerCase()] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => `${number} ${state}`);
  return parts.length > 0 ? parts.join(", ") : "-";
}

/** A long row of doings by others is told by its beginning and its end. */
function shortened(lines: readonly Line[]): (Line | number)[] {
  const shown: (Line | number)[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = lines.findIndex((line, index) => index >= start && line.who !== "attacker");
    const row = lines.slice(start, end < 0 ? lines.length : Math.max(end, start + 1));
    shown.push(...(row.length > 6 ? [...row.slice(0, 4), row.length - 5, ...row.slice(-1)] : row));
    start += row.length;
  }
  return shown;
}

function textOf({ text, times, who }: Line): string {
  const plain = times > 1 ? `${text} (${times} times)` : text;
  return who === "attacker" ? paint("yellow", plain, out) : plain;
}

function sign({ who }: Line): string {
  return SIGNS[who];
}

function clock(ms: number): string {
  const total = Math.floor(ms / 1000);
  const minutes = String(Math.floor(total / 60)).padStart(2, "0");
  return paint("dim", `${minutes}:${String(total % 60).padStart(2, "0")}`, out);
}

function seconds(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
