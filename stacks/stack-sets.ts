/** What every account has: by StackSets in the members, by stacks in the management account. */
import { readFileSync } from "node:fs";
import type { Deployment, StackSet } from "@holdfast/core";
import { artifactPath } from "./description.ts";

type Stack = InstanceType<typeof aws.cloudformation.Stack>;
type Instances = InstanceType<typeof aws.cloudformation.StackInstances>;

/** The role has a name that policies know. */
const CAPABILITIES = ["CAPABILITY_NAMED_IAM"];

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

/**
 * Each is rolled out once the one before is everywhere.
 *
 * @returns what makes the first of them in the management account: the role by which events are forwarded.
 */
export function createStackSets(deployment: Deployment): Stack[] {
  const stacks: Stack[][] = [];
  let before: Instances[] = [];
  for (const described of deployment.stackSets) {
    const templateBody = readFileSync(artifactPath(described.template), "utf8").trimEnd();
    stacks.push(createStacks(described, templateBody, stacks.at(-1) ?? []));
    before = [createStackSet(described, templateBody, deployment, before)];
  }
  return stacks[0] ?? [];
}

/** In every account under the root, also in those that join later. */
function createStackSet(
  { name, description, regions }: StackSet,
  templateBody: string,
  { organizationRoot }: Deployment,
  dependsOn: Instances[],
): Instances {
  const stackSet = new aws.cloudformation.StackSet(name, {
    name,
    description,
    templateBody,
    permissionModel: "SERVICE_MANAGED",
    // An account that is moved must not lose it on the way; one that leaves can't send any more.
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
    capabilities: CAPABILITIES,
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
  { name, managementRegions }: StackSet,
  templateBody: string,
  dependsOn: Stack[],
): Stack[] {
  return managementRegions.map(
    (region) =>
      new aws.cloudformation.Stack(
        `${name}-${region}`,
        { name, region, templateBody, capabilities: CAPABILITIES },
        { dependsOn },
      ),
  );
}
