/** Records of console sign-ins: no API call makes them. */
import type { Json } from "@holdfast/core";
import { type RecordJson, SOURCE_IP } from "./record.ts";

export interface SignIn {
  /** Twelve digits. */
  readonly account: string;
  readonly kind: "root" | "user";
  /** Of the IAM user; root has none. */
  readonly name?: string;
  /** us-east-1 unless given. AWS also records root in us-east-2 and us-west-2. */
  readonly region?: string;
  readonly outcome: "success" | "failure";
  /** The EventBridge guide spells it "Signin", everybody else "Sign In", which is taken unless given. */
  readonly spelling?: "Sign In" | "Signin";
}

/** EventBridge's `detail-type`; undefined: what follows from the record. */
export function detailTypeOf({ spelling = "Sign In" }: SignIn): string {
  return `AWS Console ${spelling} via CloudTrail`;
}

/** `at` is ISO 8601 in seconds. */
export function signInRecordOf(
  signIn: SignIn,
  { at, eventID }: { readonly at: string; readonly eventID: string },
): RecordJson {
  const { account, region = "us-east-1", outcome } = signIn;
  const failed = outcome === "failure";
  return {
    eventVersion: "1.11",
    userIdentity: signedIn(signIn),
    eventTime: at,
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    awsRegion: region,
    sourceIPAddress: SOURCE_IP,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    // Not an error code: a failure is told here and in the response.
    ...(failed && { errorMessage: "Failed authentication" }),
    requestParameters: null,
    responseElements: { ConsoleLogin: failed ? "Failure" : "Success" },
    additionalEventData: {
      LoginTo: "https://console.aws.amazon.com/console/home",
      MobileVersion: "No",
      MFAUsed: "No",
    },
    eventID,
    readOnly: false,
    eventType: "AwsConsoleSignIn",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: "signin.aws.amazon.com",
    },
  };
}

function signedIn({ account, kind, name = "", outcome }: SignIn): Json {
  if (kind === "root") {
    const arn = `arn:aws:iam::${account}:root`;
    return { type: "Root", principalId: account, arn, accountId: account, accessKeyId: "" };
  }
  const user = { type: "IAMUser", principalId: "AIDAHOLDFASTLABUSER01", accountId: account };
  // Of a failure there is a key that is empty and no ARN; of a success it is the other way round.
  return outcome === "failure"
    ? { ...user, accessKeyId: "", userName: name }
    : { ...user, arn: `arn:aws:iam::${account}:user/${name}`, userName: name };
}
