/** IAM's and STS's own clients on a lab, for tests. */
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { MANAGEMENT } from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";

function configuration(lab: Lab, accessKeyId: string) {
  return {
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    requestHandler: new LabRequestHandler(lab.handle),
    maxAttempts: 1,
  };
}

export const iamOf = (lab: Lab, key = MANAGEMENT): IAM => new IAM(configuration(lab, key));
export const stsOf = (lab: Lab, key = MANAGEMENT): STS => new STS(configuration(lab, key));

/** A trust policy that lets AWS principals in, on a condition. */
export function trustOf(AWS: string | readonly string[], Condition?: object): string {
  const statement = { Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", Condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
