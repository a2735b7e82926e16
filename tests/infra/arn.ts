/** The ARN that AWS would give to a resource, from its inputs; made apart from `stacks/arns.ts`. */

/** @param inputs of the resource; `name` is its logical name unless an input gives another. */
export function arnOf(
  type: string,
  inputs: Record<string, unknown>,
  { account, region }: { readonly account: string; readonly region: string },
): string {
  const { name, path = "/", eventBusName = "default" } = inputs;
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${service === "iam" ? "" : region}:${account}:${resource}`;
  switch (type) {
    case "aws:cloudwatch/eventBus:EventBus":
      return arn("events", `event-bus/${name}`);
    case "aws:cloudwatch/eventRule:EventRule":
      return arn(
        "events",
        eventBusName === "default" ? `rule/${name}` : `rule/${eventBusName}/${name}`,
      );
    case "aws:cloudwatch/logGroup:LogGroup":
      return arn("logs", `log-group:${name}`);
    case "aws:dynamodb/table:Table":
      return arn("dynamodb", `table/${name}`);
    case "aws:iam/role:Role":
      return arn("iam", `role${path}${name}`);
    case "aws:kms/key:Key":
      return arn("kms", `key/${name}`);
    case "aws:lambda/function:Function":
      return arn("lambda", `function:${name}`);
    case "aws:sns/topic:Topic":
      return arn("sns", `${name}`);
    case "aws:sqs/queue:Queue":
      return arn("sqs", `${name}`);
    default:
      // Of the others nobody asks for an ARN.
      return `no-arn:${type}:${name}`;
  }
}
