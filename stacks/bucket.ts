/** The bucket that keeps the reports of scans: who may do what, and where the organization is weak. */
import type { Deployment } from "@holdfast/core";
import { bucketArn } from "./arns.ts";
import { policyDocument, tlsOnly } from "./policy.ts";

/** Days that a report is kept: an auditor asks about the last year. */
const KEEP = 400;

export function createBucket(deployment: Deployment) {
  const { name } = deployment.bucket;
  const bucket = new aws.s3.Bucket(
    name,
    { bucket: name },
    // What was found, and when, outlives the app in every stage.
    { retainOnDelete: true },
  );
  new aws.s3.BucketPublicAccessBlock(name, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  // `latest.json` is written over with every scan: what it said before can be had again.
  new aws.s3.BucketVersioning(name, {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketLifecycleConfiguration(name, {
    bucket: bucket.id,
    rules: [
      {
        id: "expire",
        status: "Enabled",
        filter: {},
        expiration: { days: KEEP },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
      },
    ],
  });
  new aws.s3.BucketPolicy(name, {
    bucket: bucket.id,
    policy: policyDocument([
      { ...tlsOnly("s3:*", bucketArn(deployment)), Resource: bothArns(deployment) },
    ]),
  });
  return bucket;
}

/** The bucket itself, and what is in it. */
function bothArns(deployment: Deployment): string[] {
  const arn = bucketArn(deployment);
  return [arn, `${arn}/*`];
}
