import {
  BatchImportFindingsCommand,
  InternalException,
  InvalidAccessException,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createSecurityHub } from "./security-hub.ts";
import { callOptions, findingOf } from "./testing.ts";

const securityHub = mockClient(SecurityHubClient);
const accepted = { SuccessCount: 1, FailedCount: 0 };
const wrong = { message: "no", $metadata: {} };
const findings = (count: number) => Array.from({ length: count }, (_, number) => findingOf(number));

function importFindings() {
  return createSecurityHub({ ...callOptions(), account: "100000000001", stage: "test" });
}

function batches() {
  return securityHub
    .commandCalls(BatchImportFindingsCommand)
    .map(({ args }) => args[0].input.Findings ?? []);
}

beforeEach(() => {
  securityHub.reset();
});

describe("createSecurityHub", () => {
  it("imports findings under the calling account, as the default product demands", async () => {
    securityHub.on(BatchImportFindingsCommand).resolves(accepted);
    await importFindings()([findingOf(1)]);
    expect(batches()).toMatchObject([
      [
        {
          AwsAccountId: "100000000001",
          ProductArn: "arn:aws:securityhub:us-east-1:100000000001:product/100000000001/default",
        },
      ],
    ]);
  });

  it("sends no more than 100 at once, and each one exactly once", async () => {
    securityHub.on(BatchImportFindingsCommand).resolves(accepted);
    await importFindings()(findings(201));
    expect(batches().map(({ length }) => length)).toEqual([100, 100, 1]);
    expect(
      new Set(
        batches()
          .flat()
          .map(({ Id }) => Id),
      ).size,
    ).toBe(201);
  });

  it("calls nobody when there is nothing to import", async () => {
    await importFindings()([]);
    expect(securityHub.calls()).toHaveLength(0);
  });

  it("names the findings that were refused inside a successful call", async () => {
    securityHub.on(BatchImportFindingsCommand).callsFake(({ Findings }) => ({
      SuccessCount: Findings.length - 1,
      FailedCount: 1,
      FailedFindings: [
        { Id: Findings.at(-1).Id, ErrorCode: "InvalidInput", ErrorMessage: "too long" },
      ],
    }));
    await expect(importFindings()(findings(150))).rejects.toMatchObject({
      code: "FINDINGS_REFUSED",
      refused: [findingOf(99), findingOf(149)],
      message: expect.stringContaining("(InvalidInput: too long); "),
    });
  });

  it.each([
    { SuccessCount: 1, FailedCount: 1 },
    {
      SuccessCount: 1,
      FailedCount: 1,
      FailedFindings: [{ Id: "unheard-of", ErrorCode: "InvalidInput", ErrorMessage: "no" }],
    },
  ])("takes any of the batch for the refused one if it can't tell which: %j", async (output) => {
    securityHub.on(BatchImportFindingsCommand).resolvesOnce(accepted).resolves(output);
    await expect(importFindings()(findings(102))).rejects.toMatchObject({
      code: "FINDINGS_REFUSED",
      refused: [findingOf(100), findingOf(101)],
    });
  });

  it("tries all batches before it throws the first error", async () => {
    securityHub
      .on(BatchImportFindingsCommand)
      .rejectsOnce(new InvalidAccessException(wrong))
      .resolves(accepted);
    await expect(importFindings()(findings(150))).rejects.toMatchObject({ class: "denied" });
    expect(batches().map(({ length }) => length)).toEqual([100, 50]);
  });

  it("tries again when Security Hub is out of order for a moment", async () => {
    securityHub
      .on(BatchImportFindingsCommand)
      .rejectsOnce(new InternalException(wrong))
      .resolves(accepted);
    await expect(importFindings()(findings(1))).resolves.toBeUndefined();
  });
});
