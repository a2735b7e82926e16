/** `holdfast scan`: what differs from the baseline, read live; nothing is written. */
import type { ScanReport } from "@holdfast/core/scan";
import { scanText } from "@holdfast/report/scan";
import type { Command } from "commander";
import { addLiveOptions } from "../live/options.ts";
import { exitCodeOf, type LiveScanOptions, liveScan } from "../live/scan.ts";
import { paint } from "../terminal.ts";
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
  )
    .option("--stage <name>", "stage whose pauses, holds and incidents are weighed")
    .action((options: Options) => read("plan", options));
}

function addReading(command: Command): Command {
  return addLiveOptions(command.addOption(baselineOption()))
    .addOption(formatOption("text", "json"))
    .addOption(outOption())
    .option("--detailed-exitcode", "exit with 2 on drift, 3 if only something is unread", false);
}

async function read(kind: ScanReport["kind"], options: Options): Promise<void> {
  const report = await liveScan(kind, options);
  write(rendered(report, options), options.out);
  if (options.detailedExitcode) process.exitCode = exitCodeOf(report);
}

function rendered(report: ScanReport, { format, out }: Options): string {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
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
