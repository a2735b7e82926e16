/** How many calls a second the lab answers: one client, one call after the other. */
import { ListPoliciesForTargetCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Baseline, Deployment } from "@holdfast/core";
import { createLab, createVirtualClock, LabRequestHandler, serve } from "@holdfast/lab";
import type { Connection } from "@holdfast/lab/stories";
import type { Figure } from "./figure.ts";

/** Milliseconds. */
const LENGTH = 2_000;
/** Until the engine has compiled what is hot. */
const WARM_UP = 200;

export async function labRate(baseline: Baseline, deployment: Deployment): Promise<Figure[]> {
  const clock = createVirtualClock(Date.parse("2026-11-23T09:00:00Z"));
  const lab = createLab({ baseline, deployment, clock, seed: 1 });
  const server = await serve(lab.handle, 0);
  try {
    const title = "Lab calls per second";
    const unit = "calls/s";
    const note = "ListPoliciesForTarget, one after the other";
    const direct = await rate(baseline, { requestHandler: new LabRequestHandler(lab.handle) });
    const http = await rate(baseline, { endpoint: server.url });
    return [
      { id: "lab-rate.in-process", title: `${title}, in process`, value: direct, unit, note },
      { id: "lab-rate.http", title: `${title}, over HTTP`, value: http, unit, note },
    ];
  } finally {
    await server.close();
    await lab.close();
  }
}

async function rate(baseline: Baseline, connection: Connection): Promise<number> {
  const client = new OrganizationsClient({
    ...connection,
    region: "us-east-1",
    credentials: { accessKeyId: baseline.organization.management, secretAccessKey: "any" },
    // A retry would count as one slow call.
    maxAttempts: 1,
  });
  const input = {
    TargetId: baseline.organization.management,
    Filter: "SERVICE_CONTROL_POLICY",
  } as const;
  try {
    for (let call = 0; call < WARM_UP; call++) {
      await client.send(new ListPoliciesForTargetCommand(input));
    }
    const startedAt = performance.now();
    let calls = 0;
    let elapsed = 0;
    while (elapsed < LENGTH) {
      await client.send(new ListPoliciesForTargetCommand(input));
      calls++;
      elapsed = performance.now() - startedAt;
    }
    return (calls / elapsed) * 1000;
  } finally {
    client.destroy();
  }
}
