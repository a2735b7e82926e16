import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../http.ts";
import { deployment, MANAGEMENT, PRODUCTION, refusal, testLab } from "../lab.fixture.ts";
import { LabRequestHandler } from "../request-handler.ts";

const Bucket = deployment.bucket.name;
const lab = testLab();
let url = "";
let close = async () => {};

beforeAll(async () => {
  const server = await serve(lab.handle, 0);
  url = server.url;
  close = () => server.close();
});

afterAll(async () => {
  await close();
  await lab.close();
});

/** Over HTTP: a stream of the answer is what the client expects. */
function client(accessKeyId = MANAGEMENT): S3Client {
  return new S3Client({
    region: "us-east-1",
    endpoint: url,
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  });
}

describe("objects", () => {
  it("come back as they were put, whatever is in their names", async () => {
    const object = { Bucket, Key: "scans/2026/ä b+c.json" };
    await client().send(
      new PutObjectCommand({ ...object, Body: '{"a":"ü"}', ContentType: "application/json" }),
    );
    const { Body, ContentType, ContentLength } = await client().send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('{"a":"ü"}');
    expect([ContentType, ContentLength]).toEqual(["application/json", 10]);
  });

  it("are put through the bucket's own host, too", async () => {
    const inProcess = new S3Client({
      region: "us-east-1",
      credentials: { accessKeyId: MANAGEMENT, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
    });
    await inProcess.send(new PutObjectCommand({ Bucket, Key: "virtual/host", Body: "x" }));
    expect(lab.reports().map(({ key }) => key)).toContain("virtual/host");
  });

  it("are written over by a later one of their name", async () => {
    for (const Body of ["first", "second"]) {
      await client().send(new PutObjectCommand({ Bucket, Key: "latest", Body }));
    }
    const stored = lab.reports().filter(({ key }) => key === "latest");
    expect(stored.map(({ body }) => new TextDecoder().decode(body))).toEqual(["second"]);
  });
});

describe("what S3 refuses", () => {
  it.each([
    [
      "a bucket that is not there",
      { Bucket: "nobody-has-it", Key: "x" },
      MANAGEMENT,
      "NoSuchBucket",
    ],
    ["an object that is not there", { Bucket, Key: "nowhere" }, MANAGEMENT, "NoSuchKey"],
    ["another account", { Bucket, Key: "latest" }, PRODUCTION, "AccessDenied"],
  ])("is %s", async (_what, input, account, code) => {
    expect(await refusal(client(account).send(new GetObjectCommand(input)))).toBe(code);
  });
});
