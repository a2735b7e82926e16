import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ServiceError } from "../service.ts";
import { anyText, type ValueLimits, valueFor, xmlText } from "./arbitrary.fixture.ts";
import { callThroughClient, exported, SERVICES } from "./clients.fixture.ts";
import type { ServiceModel } from "./model.ts";
import { loadModel } from "./models.ts";

async function modelOf(service: string): Promise<ServiceModel> {
  const model = await loadModel(service);
  if (!model) throw new Error(`No model for ${service}.`);
  return model;
}

/** Those that hand in a proof of identity instead of signing, which the lab does not take. */
const UNSIGNED = ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"];

function limitsOf(model: ServiceModel): ValueLimits {
  return { text: model.protocol === "query" ? xmlText : anyText, depth: 5 };
}

describe.each(SERVICES)("every signed operation of %s", (service) => {
  it("gets the input that its client was given, and its client gets the output", async () => {
    const model = await modelOf(service);
    const limits = limitsOf(model);
    for (const { name, input, output } of model.operations.values()) {
      if (UNSIGNED.includes(name)) continue;
      const property = fc.asyncProperty(
        valueFor(input, limits),
        valueFor(output, limits),
        async (given, answer) => {
          let seen: unknown;
          const received = await callThroughClient(service, name, given, (decoded) => {
            seen = decoded;
            return answer as Record<string, unknown>;
          });
          expect(seen, `input of ${name}`).toEqual(given);
          expect(received, `output of ${name}`).toEqual(answer);
        },
      );
      await fc.assert(property, { numRuns: 8 });
    }
  }, 30_000);
});

describe.each(SERVICES)("every modelled error of %s", (service) => {
  it("arrives as the client's own exception with its members", async () => {
    const model = await modelOf(service);
    const [operation] = [...model.operations.values()].filter(
      ({ name }) => !UNSIGNED.includes(name),
    );
    if (!operation) throw new Error(`${service} has no operations.`);
    const [input] = fc.sample(valueFor(operation.input, limitsOf(model)), { numRuns: 1, seed: 7 });
    const errors = [...model.errors.values()].filter(
      ({ name }) => !name.endsWith("ServiceException"),
    );
    // GuardDuty has five, and is the one with the fewest.
    expect(errors.length).toBeGreaterThanOrEqual(5);
    for (const { name, schema } of errors) {
      const members = Object.fromEntries(
        [...schema.structIterator()]
          .filter(([member, type]) => member.toLowerCase() !== "message" && type.isStringSchema())
          .map(([member]) => [member, `the ${member}`]),
      );
      const thrown = await callThroughClient(service, operation.name, input, () => {
        throw new ServiceError(name, "It is <forbidden> & final.", members);
      }).catch((error: unknown) => error);
      // Look-alikes do not count: callers use instanceof.
      expect(thrown, name).toBeInstanceOf(exported(service, name) as new () => Error);
      expect(thrown).toMatchObject({ name, message: "It is <forbidden> & final.", ...members });
    }
  });
});
