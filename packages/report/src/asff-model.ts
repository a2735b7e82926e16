/**
 * The part of the AWS Security Finding Format (ASFF) that Holdfast fills in, named as AWS names it.
 * Lists are mutable only because the SDK's own types are, to which a finding must be assignable.
 */
import type { Severity } from "@holdfast/core";

export interface AsffResource {
  Type: string;
  Id: string;
  Partition: "aws" | "aws-cn" | "aws-us-gov";
  Region: string;
}

export interface AsffCompliance {
  Status: "PASSED" | "FAILED" | "WARNING" | "NOT_AVAILABLE";
}

export interface AsffFinding {
  SchemaVersion: "2018-10-08";
  Id: string;
  ProductArn: string;
  ProductName: string;
  CompanyName: string;
  Region: string;
  GeneratorId: string;
  AwsAccountId: string;
  Types: string[];
  FirstObservedAt: string;
  LastObservedAt: string;
  CreatedAt: string;
  UpdatedAt: string;
  Severity: { Label: Severity };
  Title: string;
  Description: string;
  Remediation: { Recommendation: { Text: string; Url?: string } };
  ProductFields: Record<string, string>;
  Resources: AsffResource[];
  /** Left out for what is no check: a tripwire's event. */
  Compliance?: AsffCompliance;
  RecordState: "ACTIVE" | "ARCHIVED";
  /** The provider's own view: Severity and Types at the top level are for customers to change. */
  FindingProviderFields: { Severity: { Label: Severity }; Types: string[] };
}
