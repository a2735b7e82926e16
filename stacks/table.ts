/** The table of incidents, before-state, leases and outbox. */
import type { Deployment } from "@holdfast/core";

export function createTable({ table }: Deployment) {
  return new aws.dynamodb.Table(
    table.name,
    {
      name: table.name,
      hashKey: "partition",
      rangeKey: "sort",
      attributes: [
        { name: "partition", type: "S" },
        { name: "sort", type: "S" },
      ],
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: true,
    },
    // It is the only record of what was there before a revert: in every stage it outlives the app.
    { retainOnDelete: true },
  );
}
