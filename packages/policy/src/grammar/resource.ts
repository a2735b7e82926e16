/** Resource and NotResource: `*`, or ARNs with wildcards and policy variables. */
import { completedArn } from "../incomplete-arn.ts";
import { quote } from "../quote.ts";
import type { Finding } from "../read/source.ts";
import { elements, type Rule, type StatementNode, type TextNode, textsOf } from "./nodes.ts";
import { checkVariables } from "./variables.ts";

export const checkResources: Rule = (statement) =>
  elements(statement, "Resource", "NotResource").flatMap(({ name, node }) =>
    textsOf(node).flatMap((text) => problemOf(text, name, statement)),
  );

function problemOf(text: TextNode, name: string, statement: StatementNode): Finding[] {
  const problem = wrongIn(text.value, statement.kind);
  if (problem === undefined) return checkVariables(text, name, statement.version);
  const message = `${name} ${quote(text.value)} ${problem}`;
  return [{ code: "INVALID_VALUE", problem: message, at: text.at }];
}

function wrongIn(resource: string, kind: StatementNode["kind"]): string | undefined {
  if (resource === "*") return undefined;
  // API Gateway completes its own ARNs: "execute-api:/stage/GET/pets".
  if (kind === "RESOURCE" && resource.startsWith("execute-api:/")) return undefined;
  if (!resource.startsWith("arn:")) return 'is neither "*" nor an ARN';
  return kind === "IDENTITY" ? wrongForIam(resource) : wrongElsewhere(resource);
}

// IAM completes ARNs in identity policies; AWS says of no other kind what one that breaks off means.
// A star at its end covers what is missing.
function wrongElsewhere(arn: string): string | undefined {
  if (arn.endsWith("*") || completedArn(arn) === arn) return undefined;
  return 'breaks off: write all of its six parts, or end it with "*"';
}

// What IAM says to an ARN when an identity policy is saved. Elsewhere it is not documented that an
// ARN would be refused, and AWS itself publishes SCPs with `arn:*:`.
function wrongForIam(arn: string): string | undefined {
  // A variable is as little a name as a wildcard is.
  const [, partition = "", service = "", region = ""] = arn.split(":");
  // "Partition … is not valid for resource …".
  if (!/^aws(?:-[a-z\d-]+)?$/.test(partition)) {
    return 'must name its partition, e.g. "aws", without wildcards';
  }
  // "Resource vendor must be fully qualified and cannot contain regexes".
  if (!/^[a-z\d][a-z\d-]*$/i.test(service)) return "must name its service, without wildcards";
  // "IAM resource … cannot contain region information".
  if (service === "iam" && region !== "") return "can't name a Region: IAM is global";
  return undefined;
}
