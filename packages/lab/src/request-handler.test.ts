import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { testEndpoint } from "./endpoint.fixture.ts";

describe("the in-process request handler", () => {
  it("rejects with an AbortError when the caller gives up during a call", async () => {
    const abort = new AbortController();
    const started = Promise.withResolvers<void>();
    const never = () => {
      started.resolve();
      return new Promise<never>(() => {});
    };
    const { configuration } = testEndpoint([
      { name: "sts", operations: { GetCallerIdentity: never } },
    ]);
    const sent = new STSClient(configuration).send(new GetCallerIdentityCommand({}), {
      abortSignal: abort.signal,
    });
    await started.promise;
    abort.abort();
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  });

  it("makes no call when the caller has given up already", async () => {
    const { configuration, calls } = testEndpoint([
      { name: "sts", operations: { GetCallerIdentity: () => ({}) } },
    ]);
    const sent = new STSClient(configuration).send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.abort(),
    });
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
    expect(calls).toEqual([]);
  });
});
