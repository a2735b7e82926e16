/** Re-exported, so that the bundler leaves out the rest of the package. */
export { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
