/** What the Version of a document decides: whether `${` begins a policy variable. */

/** Version as AWS reads it. IAM User Guide, "Version": the default is the old one. */
export function effectiveVersion(version: string | undefined): string {
  return version ?? "2008-10-17";
}

/** Whether any text in a canonical form holds `${`. */
export function mentionsVariable(canonical: object): boolean {
  return JSON.stringify(canonical).includes("${");
}
