/** Re-exported, so that the bundler leaves out the rest of the package. */
export { BatchImportFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
