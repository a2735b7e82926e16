/** `holdfast import`: a baseline from the organization as it is; nothing is written to AWS. */
import { plain } from "@holdfast/report";
import type { Command } from "commander";
import { assertWritable, writeDirectory } from "../directory.ts";
import { type LiveImport, liveImport } from "../live/import.ts";
import { addLiveOptions, type LiveOptions } from "../live/options.ts";

interface Options extends LiveOptions {
  readonly out: string;
  readonly regions?: string;
  readonly identityCenterRegion?: string;
  readonly force: boolean;
}

/** Where the events of AWS Organizations are, and so the shortest way to them. */
const HUB_REGION = "us-east-1";

const EXAMPLE = `
Example, with credentials of the management account:
  $ holdfast import --out my-org --regions us-east-1,eu-west-1
  $ holdfast validate --baseline my-org
  $ holdfast plan --baseline my-org

On the local organization (holdfast lab):
  $ AWS_ACCESS_KEY_ID=100000000001 AWS_SECRET_ACCESS_KEY=any \\
      holdfast import --endpoint-url http://127.0.0.1:4566 --out my-org
`;

export function addImport(program: Command): void {
  addLiveOptions(
    program
      .command("import")
      .description("write a baseline of the organization as it is, in mode alert")
      .requiredOption("--out <dir>", "directory of the new baseline"),
  )
    .option("--regions <list>", "Regions in use, with commas between (default: the hub's)")
    .option("--identity-center-region <region>", "Region of IAM Identity Center (default: the hub)")
    .option("--force", "replace a baseline that is there; its other files stay", false)
    .addHelpText("after", EXAMPLE)
    .action(async (options: Options) => {
      assertWritable(options.out, options.force);
      const imported = await liveImport(options, settingsOf(options));
      writeDirectory(options.out, imported.files);
      process.stderr.write(summaryOf(imported, options.out));
      process.stdout.write(`${options.out}\n`);
    });
}

function settingsOf({ region, regions, identityCenterRegion }: Options) {
  const hubRegion = region ?? HUB_REGION;
  const home = identityCenterRegion ?? hubRegion;
  const named = (regions ?? "").split(",").map((one) => one.trim());
  return {
    hubRegion,
    identityCenterRegion: home,
    regions: [...new Set([hubRegion, home, ...named.filter((one) => one !== "")])],
    today: new Date().toISOString().slice(0, 10),
  };
}

function summaryOf(imported: LiveImport, out: string): string {
  const { organization, missing, report, reviews } = imported;
  const { accounts, units, policies } = organization;
  const own = policies.filter(({ awsManaged }) => !awsManaged);
  return [
    `${count(accounts, "account")}, ${count(units, "unit")} and ${count(own, "policy", "policies")} of organization ${organization.id}, everything in mode alert.`,
    ...missing.map((one) => `! ${plain(one)}`),
    ...differing(report),
    ...(reviews === 0
      ? []
      : [
          `${reviews} under \`review\`: nobody has vouched for them yet, and they are not put back.`,
        ]),
    `Next: read ${out}/holdfast.yaml, then holdfast validate --baseline ${out}`,
    "",
  ].join("\n");
}

/** What a guardrail still objects to, or could not read: a plan would say the same. */
function differing({ entries, sections }: LiveImport["report"]): string[] {
  return [
    ...entries.map(({ guardrail, subject, status, differences, reason }) => {
      const why = [...differences.map(({ message }) => message), reason].find((one) => one);
      return `! ${status} right away: ${guardrail} on ${plain(subject.name)}: ${plain(why ?? "")}`;
    }),
    ...sections.flatMap(({ guardrail, reason }) =>
      reason === undefined ? [] : [`! Not read for ${guardrail}: ${plain(reason.message)}`],
    ),
  ];
}

function count(things: readonly unknown[], one: string, many = `${one}s`): string {
  return `${things.length} ${things.length === 1 ? one : many}`;
}
