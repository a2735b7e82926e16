/** Who a request claims to be, where it wants to go: the credential scope of Signature Version 4. */
import { ServiceError } from "../service.ts";

export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** Signing name, e.g. `organizations`. */
  readonly service: string;
}

/**
 * Reads the `Authorization` header. The signature itself is not verified: the lab takes any secret
 * for an access key, so that nobody needs to configure one.
 */
export function parseAuthorization(authorization: string | undefined): CredentialScope {
  if (!authorization) {
    throw new ServiceError(
      "MissingAuthenticationTokenException",
      "Missing Authentication Token",
      {},
      403,
    );
  }
  const scope =
    /^AWS4-HMAC-SHA256 .*\bCredential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\b/;
  const [, accessKeyId, region, service] = scope.exec(authorization) ?? [];
  const signed = /\bSignedHeaders=[^,\s]+/.test(authorization);
  const signature = /\bSignature=[0-9a-f]{64}\b/.test(authorization);
  if (!accessKeyId || !region || !service || !signed || !signature) {
    const message =
      "The Authorization header must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.";
    throw new ServiceError("IncompleteSignatureException", message, {}, 403);
  }
  return { accessKeyId, region, service };
}
