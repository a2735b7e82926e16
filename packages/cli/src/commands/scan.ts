/** `holdfast scan`: what differs from the baseline, read live; nothing is written. */
import type { ScanReport } from "@holdfast/core/scan";
import { scanHtml, scanMarkdown, scanSarif, scanText } from "@holdfast/report/scan";
import type { Command } from "commander";
import { chooseDirectory } from "../baseline.ts";
import { addLiveOptions } from "../live/options.ts";
import { exitCodeOf, type LiveScanOptions, liveScan } from "../live/scan.ts";
import { paint } from "../terminal.ts";
import { fromRepository } from "../validate/paths.ts";
import { baselineOption, formatOption, outOption, write } from "./options.ts";

interface Options extends LiveScanOptions {
  readonly format: string;
  readonly out?: string;
  readonly detailedExitcode: boolean;
}

export function addScan(program: Command): void {
  addReading(
    program
      .command("scan")
      .description("read the whole organization and say what differs from the baseline"),
  ).action((options: Options) => read("scan", options));
}

export function addPlan(program: Command): void {
  addReading(
    program
      .command("plan")
      .description("say what would put the organization right, and what would be held back"),
  ).action((options: Options) => read("plan", options));
}

function addReading(command: Command): Command {
  return addLiveOptions(command.addOption(baselineOption()))
    .addOption(formatOption("text", "json", "markdown", "sarif", "html"))
    .addOption(outOption())
    .option(
      "--stage <name>",
      "stage by whose roles the accounts are looked into; plan weighs its pauses, holds and incidents",
    )
    .option("--detailed-exitcode", "exit with 2 on drift, 3 if only something is unread", false);
}

async function read(kind: ScanReport["kind"], options: Options): Promise<void> {
  const report = await liveScan(kind, options);
  write(RENDERERS[options.format]?.(report, options) ?? asText(report, options), options.out);
  if (options.detailedExitcode) process.exitCode = exitCodeOf(report);
}

/** Every format but text, which depends on where it goes. */
const RENDERERS: Readonly<Record<string, (report: ScanReport, options: Options) => string>> = {
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: scanMarkdown,
  html: scanHtml,
  sarif(report, { baseline }) {
    const log = scanSarif(report, fromRepository(chooseDirectory(baseline)));
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};

function asText(report: ScanReport, { out }: Options): string {
  // A file is no terminal, whatever standard output is.
  if (out !== undefined) return scanText(report);
  return scanText(report, (style, text) => paint(STYLES[style], text, process.stdout));
}

const STYLES = {
  alarm: "red",
  bold: "bold",
  dim: "dim",
  good: "green",
  warn: "yellow",
} as const;
