import type { PermissionSet } from "@holdfast/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviationsOf } from "./deviations.ts";
import type { LiveSet } from "./live.ts";

const ARN = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef";
const INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
const HOME = "https://console.aws.amazon.com/";

const labels = {
  description: fc.constantFrom("as declared", "another"),
  sessionDuration: fc.constantFrom("PT1H", "PT8H"),
};
const relayState = fc.constantFrom(HOME, `${HOME}billing`, `${HOME}s3`);
const wanted = fc.record({ ...labels, relayState: fc.option(relayState, { nil: undefined }) });
const found = fc.record({ ...labels, relayState: fc.option(relayState) });

describe("the relay state", () => {
  it("is as declared after all updates, each of which clears what it does not send", async () => {
    const property = fc.asyncProperty(wanted, found, async (declared, live) => {
      const contents = { arn: ARN, name: "View", tags: {}, managedPolicies: [] };
      const want: PermissionSet = {
        ...contents,
        description: declared.description,
        sessionDuration: declared.sessionDuration,
        ...(declared.relayState !== undefined && { relayState: declared.relayState }),
        customerManagedPolicies: [],
      };
      const there: LiveSet = {
        ...contents,
        ...live,
        inlinePolicy: null,
        customerManagedPolicies: [],
        boundary: null,
      };
      const deviations = await deviationsOf(INSTANCE, want, there);
      const after = deviations.reduce<string | undefined>(
        (_, { step }) => ("RelayState" in step.input ? step.input.RelayState : undefined),
        live.relayState ?? undefined,
      );
      expect(after ?? HOME).toBe(declared.relayState ?? HOME);
    });
    await fc.assert(property);
  });
});
