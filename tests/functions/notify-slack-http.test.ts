/** The function that tells Slack over HTTP: its own `fetch`, and the address that the lab serves. */
import { DetachPolicyCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { type Handler, LabRequestHandler, type Server, serve } from "@holdfast/lab";
import { afterEach, describe, expect, it } from "vitest";
import { notifierWith, openTestLab, type TestLab } from "../support/lab.ts";
import { baseline, deployment } from "../support/securecart.ts";

const { channel = "" } = baseline.notifications?.slack ?? {};
const unit = baseline.units.find(({ path }) => path === "Root/Workloads");
const policy = baseline.policies.find(({ name }) => name === unit?.policies[0]);
const minute = 60_000;

const open: { readonly lab: TestLab["lab"]; readonly server: Server }[] = [];
afterEach(async () => {
  for (const { lab, server } of open.splice(0)) {
    await lab.close();
    await server.close();
  }
});

/** SecureCart in process but for Slack, to which the function speaks over a socket. */
async function openServedLab(): Promise<TestLab["lab"]> {
  let url = "";
  const { lab } = openTestLab({
    notifier: (runtime, handle) => {
      // Made when it is first invoked: the lab has an address only then.
      let made: Handler | undefined;
      return (event, context) => {
        made ??= notifierWith(runtime, handle, { url: `${url}/slack/api` });
        return made(event, context);
      };
    },
  });
  const server = await serve(lab.handle, 0);
  url = server.url;
  open.push({ lab, server });
  return lab;
}

async function detach(lab: TestLab["lab"]): Promise<void> {
  const client = new OrganizationsClient({
    requestHandler: new LabRequestHandler(lab.handle),
    region: "us-east-1",
    credentials: { accessKeyId: baseline.organization.management, secretAccessKey: "any" },
  });
  await client.send(new DetachPolicyCommand({ PolicyId: policy?.id, TargetId: unit?.id }));
  await lab.clock.drain(lab.clock.now() + 20 * minute);
}

describe("over HTTP", () => {
  it("a detached policy is put back, and the channel says so", async () => {
    const lab = await openServedLab();
    await detach(lab);
    const [message, ...others] = lab.slack.messages(channel);
    expect(others).toEqual([]);
    expect(message?.text).toMatch(/^Root\/Workloads differed .* a re-read confirmed it\.$/);
    expect(message?.blocks[0]).toMatchObject({
      type: "header",
      text: { text: "✓ Reverted: DetachPolicy on Root/Workloads" },
    });
    expect(lab.slack.requests()).toMatchObject([{ method: "chat.postMessage", outcome: "ok" }]);
  });

  it("an outage and a request to slow down only delay it", async () => {
    const lab = await openServedLab();
    lab.trouble.fail("slack", 3 * minute);
    lab.trouble.throttle("slack:chat.postMessage", 1);
    await detach(lab);
    expect(lab.slack.messages(channel)).toHaveLength(1);
    expect(new Set(lab.slack.requests().map(({ outcome }) => outcome))).toEqual(
      new Set(["unavailable", "ratelimited", "ok"]),
    );
  });

  it("a webhook is called by its own address", async () => {
    const lab = await openServedLab();
    const { account, region } = deployment;
    const { secret = "" } = baseline.notifications?.slack ?? {};
    lab.secrets.put(account, region, secret, lab.slack.newWebhook(channel));
    await detach(lab);
    expect(lab.slack.messages(channel)).toMatchObject([{ via: "webhook" }]);
  });

  it("nobody at the other end is an error that names no secret", async () => {
    const { lab } = openTestLab({
      notifier: (runtime, handle) =>
        notifierWith(runtime, handle, { url: "http://127.0.0.1:9/slack/api", fetch }),
    });
    try {
      await detach(lab);
      const errors = lab.invocations().flatMap(({ error }) => error ?? []);
      expect(errors).toHaveLength(3);
      expect(new Set(errors)).toEqual(
        new Set(["HoldfastError: Slack did not take chat.postMessage: not reachable"]),
      );
    } finally {
      await lab.close();
    }
  });
});
