/** What every account has: by StackSets in the members, by stacks in the management account. */
import { readFileSync } from "node:fs";
import type { Deployment, StackSet } from "@holdfast/core";
import { artifactPath } from "./description.ts";

/**
 * Accounts at once, and how many may fail before the others are left out: none is held up for another, and
 * an account that is suspended fails for as long as it is.
 */
const ROLL_OUT = {
  concurrencyMode: "SOFT_FAILURE_TOLERANCE",
  failureTolerancePercentage: 100,
  maxConcurrentPercentage: 100,
  regionConcurrencyType: "PARALLEL",
};

/** The next one is rolled out once the one before is everywhere. */
export function createStackSets(deployment: Deployment): void {
  let before: InstanceType<typeof aws.cloudformation.StackInstances>[] = [];
  for (const described of deployment.stackSets) {
    const templateBody = readFileSync(artifactPath(described.template), "utf8").trimEnd();
    if (described.management) createStacks(described, templateBody, deployment);
    before = [createStackSet(described, templateBody, deployment, before)];
  }
}

/** In every account under the root, also in those that join later. */
function createStackSet(
  { name, description, regions }: StackSet,
  templateBody: string,
  { organizationRoot }: Deployment,
  dependsOn: InstanceType<typeof aws.cloudformation.StackInstances>[],
) {
  const stackSet = new aws.cloudformation.StackSet(name, {
    name,
    description,
    templateBody,
    permissionModel: "SERVICE_MANAGED",
    // An account that is moved must not lose it on the way; one that leaves can't send any more.
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
    // The role has a name that policies know.
    capabilities: ["CAPABILITY_NAMED_IAM"],
    // Operations wait for each other instead of failing.
    managedExecution: { active: true },
    operationPreferences: ROLL_OUT,
  });
  return new aws.cloudformation.StackInstances(
    name,
    {
      stackSetName: stackSet.name,
      regions: [...regions],
      deploymentTargets: { organizationalUnitIds: [organizationRoot] },
      operationPreferences: ROLL_OUT,
    },
    { dependsOn },
  );
}

/** StackSets with service-managed permissions leave the management account out (CloudFormation guide). */
function createStacks(
  { name, regions }: StackSet,
  templateBody: string,
  { region: hub }: Deployment,
): void {
  for (const region of regions.filter((one) => one !== hub)) {
    new aws.cloudformation.Stack(`${name}-${region}`, { name, region, templateBody });
  }
}
