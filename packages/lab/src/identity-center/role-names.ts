/** What Identity Center calls what it makes in accounts. */
import { createHash } from "node:crypto";

// A Region of its own has its name in the path, except for this one.
const UNNAMED = "us-east-1";

/** Path of the roles of an instance in this Region. */
export function rolePath(region: string): string {
  const path = "/aws-reserved/sso.amazonaws.com/";
  return region === UNNAMED ? path : `${path}${region}/`;
}

export function roleArn(account: string, region: string, role: string): string {
  return `arn:aws:iam::${account}:role${rolePath(region)}${role}`;
}

/** ARN of the provider that these roles trust: one in each account. */
export function samlProvider(account: string): string {
  const id = createHash("sha256").update(account).digest("hex").slice(0, 16);
  return `arn:aws:iam::${account}:saml-provider/AWSSSO_${id}_DO_NOT_DELETE`;
}

/** What a role trusts, as recorded. */
export function trustPolicy(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
      Principal: { Federated: samlProvider(account) },
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    },
  });
}
