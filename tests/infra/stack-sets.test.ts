/** What every account gets, and that what it gets works: its templates against the hub's own bus and role. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@holdfast/core";
import type { Template } from "@holdfast/core/deployment";
import { beforeAll, describe, expect, it } from "vitest";
import { DESCRIPTION, readArtifact } from "./artifact.ts";
import { type Program, preview } from "./harness.ts";
import { inputsOf, named, sorted } from "./query.ts";

let description: Deployment;
let program: Program;

beforeAll(async () => {
  description = readArtifact();
  program = await preview(description);
});

const textOf = (template: string) =>
  readFileSync(join(DESCRIPTION, "..", template), "utf8").trimEnd();
const templateOf = (template: string): Template => JSON.parse(textOf(template));

/** CloudFormation's functions carried out for one account and Region. */
function resolved(value: unknown, account: string, region: string): unknown {
  const again = (inner: unknown) => resolved(inner, account, region);
  if (Array.isArray(value)) return value.map(again);
  if (typeof value !== "object" || value === null) return value;
  const names: Record<string, string> = { "AWS::AccountId": account, "AWS::Region": region };
  if ("Ref" in value) return names[String(value.Ref)];
  if ("Fn::Sub" in value) {
    return String(value["Fn::Sub"]).replaceAll(/\$\{([^}]+)\}/g, (_, name) => names[name] ?? "");
  }
  if ("Fn::Equals" in value) {
    const [one, other] = again(value["Fn::Equals"]) as unknown[];
    return one === other;
  }
  if ("Fn::Or" in value) return (again(value["Fn::Or"]) as boolean[]).includes(true);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, again(inner)]));
}

/** What a template makes in one account and Region. */
function outcome({ Conditions = {}, Resources }: Template, account: string, region: string) {
  const holds = resolved(Conditions, account, region) as Record<string, boolean>;
  const all = resolved(Resources, account, region) as Record<
    string,
    { readonly Type: string; readonly Condition?: string; readonly Properties: object }
  >;
  return Object.values(all).filter(({ Condition }) => Condition === undefined || holds[Condition]);
}

describe("StackSets", () => {
  it("are those described, of the organization's own, on its root, and stay where an account leaves", () => {
    expect(inputsOf(program, "stackSet")).toEqual(
      sorted(description.stackSets).map(({ name, description: text, template }) => ({
        name,
        description: text,
        templateBody: textOf(template),
        permissionModel: "SERVICE_MANAGED",
        autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
        capabilities: ["CAPABILITY_NAMED_IAM"],
        managedExecution: { active: true },
        operationPreferences: expect.objectContaining({ failureTolerancePercentage: 100 }),
      })),
    );
    expect(inputsOf(program, "stackInstances")).toEqual(
      sorted(description.stackSets).map(({ name, regions }) => ({
        stackSetName: name,
        regions,
        deploymentTargets: { organizationalUnitIds: [description.organizationRoot] },
        operationPreferences: expect.objectContaining({ maxConcurrentPercentage: 100 }),
      })),
    );
  });

  it("have stacks in their place in the management account", () => {
    const wanted = sorted(description.stackSets).flatMap(({ name, template, managementRegions }) =>
      managementRegions.map((region) => ({
        name,
        region,
        templateBody: textOf(template),
        capabilities: ["CAPABILITY_NAMED_IAM"],
      })),
    );
    expect(inputsOf(program, "stack")).toEqual(wanted);
  });

  it("leave the hub's Region of the management account to the hub's own rules, which are the same", () => {
    const { account, region, forwarding, rules } = description;
    const stacks = inputsOf(program, "stack").filter((stack) => stack.region === region);
    const made = stacks.flatMap(({ templateBody }) =>
      outcome(JSON.parse(String(templateBody)), account, region),
    );
    expect(new Set(made.map(({ Type }) => Type))).toEqual(new Set(["AWS::IAM::Role"]));
    const own = rules.filter(({ bus }) => bus === "default");
    expect(own.map(({ name, pattern, state }) => ({ name, pattern, state }))).toEqual(
      forwarding.rules
        .filter(({ regions }) => regions === undefined || regions.includes(region))
        .map(({ name, pattern, state }) => ({ name, pattern, state })),
    );
  });

  it("put what one needs of another before it, also there: all roles before the rules", () => {
    const kinds = description.stackSets.map(({ template }) =>
      textOf(template).includes("AWS::IAM::Role") ? "roles" : "rules",
    );
    expect(kinds).toEqual(kinds.toSorted());
    expect(kinds).toContain("rules");
    expect(textOf(description.stackSets[0]?.template ?? "")).toContain(description.forwarder.role);
  });

  it("have templates that CloudFormation takes along with the call: 51,200 bytes", () => {
    for (const { template } of description.stackSets) {
      expect(Buffer.byteLength(textOf(template)), template).toBeLessThanOrEqual(51_200);
    }
  });
});

describe("what an account has", () => {
  const MEMBER = "123456789012";

  function everything(region: string) {
    return description.stackSets
      .filter(({ regions }) => regions.includes(region))
      .flatMap(({ template }) => outcome(templateOf(template), MEMBER, region));
  }

  const rolesIn = (region: string) =>
    everything(region).filter(({ Type }) => Type === "AWS::IAM::Role") as {
      readonly Properties: RoleProperties;
    }[];

  const rulesIn = (region: string) =>
    everything(region).filter(({ Type }) => Type === "AWS::Events::Rule");

  it("is a role that forwards, those that look and write, and rules, and nothing else", () => {
    const types = description.forwarding.regions.flatMap((region) =>
      everything(region).map(({ Type }) => Type),
    );
    expect(new Set(types)).toEqual(new Set(["AWS::IAM::Role", "AWS::Events::Rule"]));
    const roles = [description.forwarder.role, ...description.memberRoles.map(({ name }) => name)];
    expect(rolesIn(description.region).map(({ Properties }) => Properties.RoleName)).toEqual(roles);
    expect(types.filter((type) => type === "AWS::IAM::Role")).toHaveLength(roles.length);
  });

  it("sends each Region's events to the hub bus, by its own role", () => {
    const { forwarder } = description;
    for (const region of description.forwarding.regions) {
      const wanted = description.forwarding.rules
        .filter(({ regions }) => regions === undefined || regions.includes(region))
        .map(({ name, pattern, state }) => ({
          Name: name,
          EventPattern: pattern,
          State: state,
          Targets: [
            {
              Id: "holdfast",
              Arn: named(program, "bus", description.bus.name).arn,
              RoleArn: `arn:aws:iam::${MEMBER}:role/holdfast/${forwarder.role}`,
              RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
            },
          ],
        }));
      expect(rulesIn(region).map(({ Properties }) => Properties)).toEqual(wanted);
      expect(wanted.length, region).toBeGreaterThan(5);
    }
  });

  it("hears of IAM and Organizations where they record, and nowhere else", () => {
    const heard = (region: string) => JSON.stringify(rulesIn(region));
    expect(heard("us-east-1")).toContain("organizations.amazonaws.com");
    expect(heard("eu-west-1")).not.toContain("organizations.amazonaws.com");
    expect(heard("eu-west-1")).toContain("signin.amazonaws.com");
  });

  it("has a role that only its own forwarding rules can take, and that can do one thing", () => {
    const [role] = rolesIn(description.region);
    const { forwarder, forwarding } = description;
    for (const { name } of forwarding.rules) {
      expect(name.startsWith(`${forwarder.role}-`)).toBe(true);
    }
    expect(role?.Properties).toEqual({
      RoleName: forwarder.role,
      Path: forwarder.path,
      Description: expect.any(String),
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ForwardingRulesOnly",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": MEMBER },
              ArnLike: { "aws:SourceArn": `arn:aws:events:*:${MEMBER}:rule/${forwarder.role}-*` },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: "forward",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "PutEventsOnHubBus",
                Effect: "Allow",
                Action: "events:PutEvents",
                Resource: named(program, "bus", description.bus.name).arn,
              },
            ],
          },
        },
      ],
    });
  });

  it("has roles that only Holdfast's functions take, and operators those that look", () => {
    const { account, organization, functions } = description;
    const own = functions.map(({ role }) => `arn:aws:iam::${account}:role${role.path}${role.name}`);
    const operators =
      /^arn:aws:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/AWSReservedSSO_\w+_\?{16}$/;
    for (const { Properties } of rolesIn(description.region).slice(1)) {
      const [statement, ...others] = Properties.AssumeRolePolicyDocument.Statement;
      expect(others).toEqual([]);
      expect(statement).toMatchObject({
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
      });
      const callers = statement?.Condition.ArnEquals?.["aws:PrincipalArn"] ?? [];
      const looks = Properties.RoleName.endsWith("-observe");
      expect(callers.length).toBeGreaterThan(0);
      for (const caller of callers) {
        expect(own.includes(caller) || (looks && operators.test(caller)), caller).toBe(true);
      }
    }
  });

  it("has roles that reach no other account, and of which one alone writes", () => {
    for (const { Properties } of rolesIn(description.region).slice(1)) {
      const statements = Properties.Policies.flatMap(
        ({ PolicyDocument }) => PolicyDocument.Statement,
      );
      expect(statements.length).toBeGreaterThan(0);
      for (const { Action, Resource } of statements) {
        for (const arn of [Resource].flat()) {
          if (arn !== "*") expect(arn.split(":")[4]).toBe(MEMBER);
        }
        const reads = [Action].flat().every((one) => /:(?:Describe|Get|List)/.test(one));
        if (Properties.RoleName.endsWith("-observe")) expect(reads, `${Action}`).toBe(true);
      }
    }
  });
});

interface RoleProperties {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: {
    readonly Statement: readonly {
      readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
    }[];
  };
  readonly Policies: readonly {
    readonly PolicyDocument: {
      readonly Statement: readonly {
        readonly Action: string | readonly string[];
        readonly Resource: string | readonly string[];
      }[];
    };
  }[];
}
