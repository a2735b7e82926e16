import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, REGION, testContext, testEndpoint } from "../endpoint.fixture.ts";
import { createSecretsManager, type SecretsManager, secretArn } from "./secretsmanager.ts";

let secrets: SecretsManager;
let client: SecretsManagerClient;

beforeEach(() => {
  secrets = createSecretsManager(testContext());
  client = new SecretsManagerClient(testEndpoint([secrets.service]).configuration);
});

const read = (SecretId: string) => client.send(new GetSecretValueCommand({ SecretId }));

describe("a secret", () => {
  it("is created, read by name or ARN, and rotated: the newest value is the current one", async () => {
    const { ARN = "" } = await client.send(
      new CreateSecretCommand({ Name: "holdfast/slack", SecretString: "one" }),
    );
    expect(ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:100000000001:secret:holdfast\/slack-\w{6}$/,
    );
    for (const id of ["holdfast/slack", ARN]) {
      expect(await read(id)).toMatchObject({ ARN, Name: "holdfast/slack", SecretString: "one" });
    }
    const first = await read(ARN);
    await client.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: "two" }));
    const second = await read(ARN);
    expect(second.SecretString).toBe("two");
    expect(second.VersionId).not.toBe(first.VersionId);
  });

  it("can be put there without a call", async () => {
    const arn = secrets.put(ACCOUNT, REGION, "x", "one");
    expect(secrets.put(ACCOUNT, REGION, "x", "two")).toBe(arn);
    expect((await read("x")).SecretString).toBe("two");
    expect(arn).toBe(secretArn("x", REGION, ACCOUNT));
  });

  it("that is not there, or is there already, is refused", async () => {
    await expect(read("y")).rejects.toThrow(ResourceNotFoundException);
    const create = () => client.send(new CreateSecretCommand({ Name: "z", SecretString: "v" }));
    await create();
    await expect(create()).rejects.toThrow(ResourceExistsException);
    await expect(
      client.send(new PutSecretValueCommand({ SecretId: "y", SecretString: "v" })),
    ).rejects.toThrow(ResourceNotFoundException);
  });

  it("is refused without a value, with too long a one, and with a name that can't be", async () => {
    const create = (Name: string, SecretString?: string) =>
      client.send(new CreateSecretCommand({ Name, SecretString }));
    await expect(create("a")).rejects.toThrow("SecretString");
    await expect(create("a", "x".repeat(65_537))).rejects.toThrow("too large");
    await expect(create("a b", "x")).rejects.toThrow("Invalid name");
  });

  it("is another one in another Region", async () => {
    secrets.put(ACCOUNT, "eu-west-1", "x", "elsewhere");
    await expect(read("x")).rejects.toThrow(ResourceNotFoundException);
  });
});
