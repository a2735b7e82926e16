import { describe, expect, it } from "vitest";
import { complaints, FILES, load } from "./fixture.ts";

const ARN = "arn:aws:secretsmanager:us-east-1:100000000001:secret:holdfast/slack-AbC123";
const CHANNEL = "C0123456789";

function filesWith(section: string) {
  return { ...FILES, "holdfast.yaml": `${FILES["holdfast.yaml"]}notifications: ${section}\n` };
}

const slack = (secret: string, channel = CHANNEL) =>
  filesWith(`{ slack: { secret: "${secret}", channel: "${channel}" } }`);

describe("notifications", () => {
  it("name a Slack channel and the secret that opens it, by its name or its ARN", () => {
    for (const secret of ["holdfast/slack", ARN]) {
      expect(load(slack(secret)).notifications).toEqual({ slack: { secret, channel: CHANNEL } });
    }
  });

  it("leave no trace where there are none", () => {
    expect(load(filesWith("{}"))).toEqual(load());
    expect(load()).not.toHaveProperty("notifications");
  });

  it("are part of what the hash is of", () => {
    expect(load(slack("holdfast/slack")).hash).not.toBe(load().hash);
  });

  it.each([
    ["a name with a space", slack("holdfast slack"), "secret - must be the name or the full ARN"],
    ["an ARN without AWS's suffix", slack(ARN.slice(0, -7)), "secret - must be the name or the"],
    ["another service's ARN", slack(ARN.replace("secretsmanager", "ssm")), "secret - must be the"],
    [
      "a secret of another Region",
      slack(ARN.replace("us-east-1", "eu-west-1")),
      "secret - is in eu-west-1: keep it in the hub Region, us-east-1",
    ],
    [
      "a secret of another account",
      slack(ARN.replace("100000000001", "100000000002")),
      "secret - is in 100000000002: keep it in the management account, 100000000001",
    ],
    ["a channel's name", slack("holdfast/slack", "#security"), "channel - must be a channel's id"],
    ["no channel", filesWith("{ slack: { secret: x } }"), "channel - is required"],
    ["something else", filesWith("{ slak: {} }"), 'slak - unknown key (did you mean "slack"?)'],
  ])("refuse %s", (_what, files, message) => {
    const [first, ...others] = complaints(files);
    expect(first).toContain(message);
    expect(others).toEqual([]);
  });

  it.each([
    ["a bot token", "xoxb-1-2-abcdefgh"],
    ["an app token", "xapp-1-A-abcdefgh"],
    ["a webhook", "https://hooks.slack.com/services/T0/B0/abcdefgh"],
  ])("refuse %s in place of a name, and never repeat it", (_what, secret) => {
    const found = complaints(slack(secret));
    expect(found.join()).toContain("is the secret itself: revoke it");
    expect(found).toHaveLength(1);
    expect(found.join()).not.toContain("abcdefgh");
  });
});
