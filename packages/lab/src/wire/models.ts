/** The service models the lab knows, each loaded from its client package when first needed. */
import { modelOf, type ServiceModel } from "./model.ts";

// A client wants a Region before it tells its protocol; no call is made with it.
const configuration = { region: "us-east-1" };

const loaders: Readonly<Record<string, () => Promise<ServiceModel>>> = {
  async organizations() {
    const sdk = await import("@aws-sdk/client-organizations");
    return modelOf("organizations", sdk, new sdk.OrganizationsClient(configuration));
  },
  async guardduty() {
    const sdk = await import("@aws-sdk/client-guardduty");
    return modelOf("guardduty", sdk, new sdk.GuardDutyClient(configuration));
  },
  async iam() {
    const sdk = await import("@aws-sdk/client-iam");
    return modelOf("iam", sdk, new sdk.IAMClient(configuration));
  },
  async identitystore() {
    const sdk = await import("@aws-sdk/client-identitystore");
    return modelOf("identitystore", sdk, new sdk.IdentitystoreClient(configuration));
  },
  async sso() {
    const sdk = await import("@aws-sdk/client-sso-admin");
    return modelOf("sso", sdk, new sdk.SSOAdminClient(configuration));
  },
  async sts() {
    const sdk = await import("@aws-sdk/client-sts");
    return modelOf("sts", sdk, new sdk.STSClient(configuration));
  },
  async sns() {
    const sdk = await import("@aws-sdk/client-sns");
    return modelOf("sns", sdk, new sdk.SNSClient(configuration));
  },
  async sqs() {
    const sdk = await import("@aws-sdk/client-sqs");
    return modelOf("sqs", sdk, new sdk.SQSClient(configuration));
  },
  async dynamodb() {
    const sdk = await import("@aws-sdk/client-dynamodb");
    return modelOf("dynamodb", sdk, new sdk.DynamoDBClient(configuration));
  },
  async cloudtrail() {
    const sdk = await import("@aws-sdk/client-cloudtrail");
    return modelOf("cloudtrail", sdk, new sdk.CloudTrailClient(configuration));
  },
  async lambda() {
    const sdk = await import("@aws-sdk/client-lambda");
    return modelOf("lambda", sdk, new sdk.LambdaClient(configuration));
  },
  async s3() {
    const sdk = await import("@aws-sdk/client-s3");
    return modelOf("s3", sdk, new sdk.S3Client(configuration));
  },
  async securityhub() {
    const sdk = await import("@aws-sdk/client-securityhub");
    return modelOf("securityhub", sdk, new sdk.SecurityHubClient(configuration));
  },
  async secretsmanager() {
    const sdk = await import("@aws-sdk/client-secrets-manager");
    return modelOf("secretsmanager", sdk, new sdk.SecretsManagerClient(configuration));
  },
};

const loaded = new Map<string, Promise<ServiceModel>>();

/** The model of the service with this signing name; undefined if the lab has no client for it. */
export async function loadModel(name: string): Promise<ServiceModel | undefined> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!load) return undefined;
  const model = loaded.get(name) ?? load();
  loaded.set(name, model);
  return model;
}
