/** Policy documents as the raw resources take them: JSON text. */

/** A statement of a resource policy or trust policy; role statements come from the description. */
export interface ResourceStatement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal: "*" | { AWS: string } | { Service: string };
  Action: string | string[];
  /** Absent in trust policies only. */
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Denies `action` to every caller that does not use TLS. */
export function tlsOnly(action: string, resource: string): ResourceStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
