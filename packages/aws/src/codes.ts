/** What AWS's error codes mean, per service. A code that is not listed is `refused`. */
import type { AwsErrorClass } from "@holdfast/core";

type Codes = Readonly<Partial<Record<AwsErrorClass, readonly string[]>>>;

const common: Codes = {
  throttled: [
    "BandwidthLimitExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "ThrottledException",
    "ThrottlingException",
    "TooManyRequestsException",
  ],
  transient: [
    "InternalError",
    "InternalException",
    "InternalFailure",
    "InternalServerError",
    "InternalServerException",
    "RequestTimeout",
    "ServiceUnavailable",
    // A wrong local clock: the SDK corrects its offset from the answer, so the next try can pass.
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
  ],
  conflict: ["ConcurrentModificationException", "ConflictException"],
  // Unlike most codes AccessDenied is not modelled everywhere, and comes with and without suffix.
  denied: [
    "AccessDeniedException",
    "AuthFailure",
    "AuthorizationError",
    "CredentialsProviderError",
    "ExpiredToken",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignature",
    "MissingAuthenticationToken",
    "NotAuthorized",
    "OptInRequired",
    "SignatureDoesNotMatch",
    "UnauthorizedOperation",
    "UnrecognizedClientException",
  ],
  limit: ["LimitExceededException", "ServiceQuotaExceededException"],
  // Local endpoints answer these with a 5xx, which would otherwise be worth a retry.
  refused: ["NotImplemented", "UnknownOperationException"],
};

/** By service, or by a single action where it means something else there. */
const byService: Readonly<Record<string, Codes>> = {
  organizations: {
    already: [
      "AccountAlreadyRegisteredException",
      "AccountNotRegisteredException",
      // MoveAccount: the account is in the destination.
      "DuplicateAccountException",
      "DuplicatePolicyAttachmentException",
      "PolicyNotAttachedException",
      "PolicyTypeAlreadyEnabledException",
    ],
    gone: [
      "AccountNotFoundException",
      "ChildNotFoundException",
      "CreateAccountStatusNotFoundException",
      "DestinationParentNotFoundException",
      "EffectivePolicyNotFoundException",
      "OrganizationalUnitNotFoundException",
      "ParentNotFoundException",
      "PolicyNotFoundException",
      "ResourcePolicyNotFoundException",
      "RootNotFoundException",
      "TargetNotFoundException",
    ],
    transient: ["ServiceException"],
    conflict: ["FinalizingOrganizationException", "PolicyChangesInProgressException"],
    // Since it was read the type was switched off, the account moved, or the unit's name was taken:
    // by one that may be about to get its own back.
    outdated: [
      "DuplicateOrganizationalUnitException",
      "PolicyTypeNotEnabledException",
      "SourceParentNotFoundException",
    ],
    denied: ["AccessDeniedForDependencyException"],
  },
  sso: {
    gone: ["ResourceNotFoundException"],
  },
  identitystore: {
    gone: ["ResourceNotFoundException"],
  },
  "identitystore:CreateGroupMembership": {
    // Since it was read the user was deleted, or the group.
    outdated: ["ResourceNotFoundException"],
  },
  "identitystore:DeleteGroupMembership": {
    already: ["ResourceNotFoundException"],
  },
  cloudtrail: {
    gone: ["TrailNotFoundException"],
    // Another change of the trail is under way.
    conflict: ["ConflictException"],
  },
  "cloudtrail:CreateTrail": { already: ["TrailAlreadyExistsException"] },
  iam: {
    gone: ["NoSuchEntityException"],
    transient: ["ServiceFailureException"],
    // A password is being made, and can't be changed for some seconds.
    conflict: ["EntityTemporarilyUnmodifiableException"],
  },
  // Since it was read the user or role was deleted, or whom a policy names; or it is too new to be found.
  "iam:AttachUserPolicy": { outdated: ["NoSuchEntityException"] },
  "iam:UpdateAssumeRolePolicy": {
    outdated: ["MalformedPolicyDocumentException", "NoSuchEntityException"],
  },
  // What a step makes unusable is gone: somebody was quicker.
  "iam:DeleteLoginProfile": { already: ["NoSuchEntityException"] },
  "iam:DetachUserPolicy": { already: ["NoSuchEntityException"] },
  "iam:UpdateAccessKey": { already: ["NoSuchEntityException"] },
  "iam:UpdateServiceSpecificCredential": { already: ["NoSuchEntityException"] },
  "iam:UpdateSigningCertificate": { already: ["NoSuchEntityException"] },
  "iam:UpdateSSHPublicKey": { already: ["NoSuchEntityException"] },
  dynamodb: {
    gone: ["ResourceNotFoundException", "TableNotFoundException"],
    conflict: ["ReplicatedWriteConflictException", "TransactionConflictException"],
    limit: ["ItemCollectionSizeLimitExceededException"],
    // Not a conflict: the same put can only fail again.
    refused: ["ConditionalCheckFailedException"],
  },
  sqs: {
    gone: ["NonExistentQueue", "QueueDoesNotExist", "ResourceNotFoundException"],
    throttled: ["KmsThrottled"],
    denied: ["KmsAccessDenied", "KmsOptInRequired"],
    limit: ["OverLimit"],
  },
  sns: {
    gone: ["NotFoundException", "ResourceNotFoundException"],
    throttled: ["KMSThrottlingException"],
    denied: ["KMSAccessDeniedException", "KMSOptInRequired"],
  },
  secretsmanager: {
    gone: ["ResourceNotFoundException"],
    transient: ["InternalServiceError"],
    // The key that encrypts the secret is disabled, or its policy leaves the caller out.
    denied: ["DecryptionFailure"],
  },
  securityhub: {
    gone: ["ResourceNotFoundException"],
    // Security Hub's own text: "beyond the current account or throttling limits".
    throttled: ["LimitExceededException"],
    conflict: ["ResourceConflictException"],
    // Also its answer where Security Hub is not enabled.
    denied: ["InvalidAccessException"],
  },
};

/** One form for `AccessDenied`, `AccessDeniedException`, `Client.X` and `aws.namespace#X`. */
function normal(code: string): string {
  return code.replace(/^.*[.#]/s, "").replace(/(Exception|Fault)$/, "");
}

function index(codes: Codes): ReadonlyMap<string, AwsErrorClass> {
  const entries = Object.entries(codes) as [AwsErrorClass, readonly string[]][];
  return new Map(entries.flatMap(([name, list]) => list.map((code) => [normal(code), name])));
}

const commonIndex = index(common);
const serviceIndex = new Map(
  Object.entries(byService).map(([service, codes]) => [service, index(codes)]),
);

/** The class of a code of an action, such as `sso:ListInstances`; undefined if it is not listed. */
export function classOfCode(action: string, code: string): AwsErrorClass | undefined {
  const name = normal(code);
  const [service = ""] = action.split(":");
  return (
    serviceIndex.get(action)?.get(name) ??
    serviceIndex.get(service)?.get(name) ??
    commonIndex.get(name)
  );
}
