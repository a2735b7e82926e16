/** The CloudFormation templates of what every account has, rendered from the deployment description. */
import type { Json } from "../json.ts";
import { accessOf } from "./member-roles.ts";
import type { Deployment, ForwardingRule, StackSet } from "./model.ts";
import { nameOf } from "./names.ts";

/** CloudFormation quota: bytes of a template that is passed along with the call. */
const LARGEST = 51_200;

/** Bytes of everything in a template but its rules, with room to spare. */
const FRAME = 4_000;

export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Conditions?: { readonly [name: string]: Json };
  readonly Resources: { readonly [name: string]: Json };
}

export type Parts = Pick<
  Deployment,
  | "stage"
  | "account"
  | "organization"
  | "region"
  | "bus"
  | "forwarder"
  | "forwarding"
  | "memberRoles"
>;

/** A StackSet's description with the template that it rolls out. */
export interface Rendered extends StackSet {
  readonly content: Template;
}

/** @returns in the order in which they are rolled out: rules can't name a role that is not there yet */
export function renderStackSets(parts: Parts): Rendered[] {
  const { stage, region, forwarding } = parts;
  const groups = packed(parts);
  const role: Rendered = {
    name: nameOf(stage, "forwarder-role"),
    description: "Holdfast: the role by which rules of default buses send to the hub bus",
    template: "templates/forwarder-role.json",
    // IAM is global: once in each account.
    regions: [region],
    managementRegions: [region],
    content: roleTemplate(parts),
  };
  const rules = groups.map((some, index): Rendered => {
    const part = groups.length > 1 ? ` (part ${index + 1} of ${groups.length})` : "";
    return {
      name: nameOf(stage, `forwarders-${index + 1}`),
      description: `Holdfast: rules that send what it watches to the hub bus${part}`,
      template: `templates/forwarders-${index + 1}.json`,
      regions: forwarding.regions,
      // In the hub's Region the hub's own rules do the same.
      managementRegions: forwarding.regions.filter((one) => one !== region),
      content: rulesTemplate(parts, some, part),
    };
  });
  // Rules last: what they send is about accounts that can be looked into by then.
  return [role, ...accessOf(parts), ...rules];
}

/** The description alone. */
export function stackSetsOf(parts: Parts): StackSet[] {
  return renderStackSets(parts).map(({ content: _, ...stackSet }) => stackSet);
}

/** As few templates as AWS allows. */
function packed(parts: Parts): ForwardingRule[][] {
  const groups: ForwardingRule[][] = [];
  let room = 0;
  for (const rule of parts.forwarding.rules) {
    const size = Buffer.byteLength(JSON.stringify(ruleResource(rule, parts)));
    if (size > room) {
      groups.push([]);
      room = LARGEST - FRAME;
    }
    groups.at(-1)?.push(rule);
    room -= size;
  }
  return groups;
}

function roleTemplate({ account, region, bus, forwarder }: Parts): Template {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Holdfast: lets rules of this account's default buses send to the hub bus",
    Resources: {
      Forwarder: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: forwarder.role,
          Path: forwarder.path,
          Description: "Sends events to Holdfast's hub bus, and can do nothing else",
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "ForwardingRulesOnly",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: {
                  StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
                  ArnLike: {
                    "aws:SourceArn": {
                      "Fn::Sub": `arn:aws:events:*:\${AWS::AccountId}:rule/${forwarder.role}-*`,
                    },
                  },
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
                    Resource: hubArn(account, region, bus.name),
                  },
                ],
              },
            },
          ],
        },
      },
    },
  };
}

function rulesTemplate(parts: Parts, rules: readonly ForwardingRule[], part: string): Template {
  const lists = [...new Set(rules.map(conditionOf).filter((one) => one !== undefined))];
  const conditions = Object.fromEntries(
    lists.map((name) => [name, isOneOf(rules.find((one) => conditionOf(one) === name)?.regions)]),
  );
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Holdfast: sends what it watches to the hub bus${part}`,
    ...(lists.length > 0 && { Conditions: conditions }),
    Resources: Object.fromEntries(
      rules.map((rule, index) => [`Forward${index + 1}`, ruleResource(rule, parts)]),
    ),
  };
}

function ruleResource(rule: ForwardingRule, parts: Parts): Json {
  const { name, pattern, state } = rule;
  const { account, region, bus, forwarder } = parts;
  const role = `arn:aws:iam::\${AWS::AccountId}:role${forwarder.path}${forwarder.role}`;
  const condition = conditionOf(rule);
  return {
    Type: "AWS::Events::Rule",
    ...(condition !== undefined && { Condition: condition }),
    Properties: {
      Name: name,
      State: state,
      // Out of the same JSON that the hub's own rules are made of.
      EventPattern: pattern as Json,
      Targets: [
        {
          Id: "holdfast",
          Arn: hubArn(account, region, bus.name),
          RoleArn: { "Fn::Sub": role },
          // Later an event is an hour old; the scan finds what it would have told.
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
        },
      ],
    },
  };
}

/** Names of conditions are letters and digits alone. */
function conditionOf({ regions }: ForwardingRule): string | undefined {
  return regions && `In${regions.join("").replaceAll(/[^a-z0-9]/g, "")}`;
}

function isOneOf(regions: readonly string[] = []): Json {
  const equals = regions.map((one) => ({ "Fn::Equals": [{ Ref: "AWS::Region" }, one] }));
  const [only] = equals;
  // `Fn::Or` takes two to ten.
  return equals.length === 1 && only ? only : { "Fn::Or": equals };
}

function hubArn(account: string, region: string, bus: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${bus}`;
}
