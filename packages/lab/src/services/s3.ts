/** S3: buckets that the deployment names, and what is put into them. */
import { createHash } from "node:crypto";
import { type Call, type Context, type Operation, type Service, ServiceError } from "../service.ts";
import { onlySupports, textOf } from "./support.ts";

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface S3 {
  readonly service: Service;
  createBucket(account: string, name: string): void;
  /** By key, in order of their keys. Throws if there is no such bucket. */
  objects(bucket: string): readonly StoredObject[];
}

export function createS3({ clock }: Pick<Context, "clock">): S3 {
  const buckets = new Map<
    string,
    { readonly owner: string; readonly objects: Map<string, StoredObject> }
  >();

  const PutObject: Operation = (input, call) => {
    onlySupports("PutObject", input, PUT_OBJECT, "NotImplemented");
    const { objects } = ownedBy(call, textOf(input, "Bucket"));
    const key = textOf(input, "Key");
    const body = input.Body instanceof Uint8Array ? input.Body : new Uint8Array();
    const contentType = textOf(input, "ContentType") || "binary/octet-stream";
    objects.set(key, { key, body, contentType, at: clock.now() });
    return { ETag: etagOf(body) };
  };

  const GetObject: Operation = (input, call) => {
    onlySupports("GetObject", input, GET_OBJECT, "NotImplemented");
    const found = ownedBy(call, textOf(input, "Bucket")).objects.get(textOf(input, "Key"));
    if (!found) {
      throw new ServiceError("NoSuchKey", "The specified key does not exist.", {}, 404);
    }
    const { body, contentType, at } = found;
    return {
      Body: body,
      ContentLength: body.byteLength,
      ContentType: contentType,
      ETag: etagOf(body),
      LastModified: new Date(at),
    };
  };

  /** Without a bucket policy that says otherwise nobody but the owner's principals may come in. */
  function ownedBy({ principal }: Call, name: string) {
    const bucket = bucketOf(name);
    if (bucket.owner === principal.account) return bucket;
    throw new ServiceError("AccessDenied", "Access Denied", {}, 403);
  }

  function bucketOf(name: string) {
    const bucket = buckets.get(name);
    if (bucket) return bucket;
    throw new ServiceError("NoSuchBucket", "The specified bucket does not exist", {}, 404);
  }

  return {
    service: { name: "s3", operations: { PutObject, GetObject } },
    createBucket(owner, name) {
      if (!buckets.has(name)) buckets.set(name, { owner, objects: new Map() });
    },
    objects: (name) =>
      [...bucketOf(name).objects.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

const PUT_OBJECT = [
  ...["Bucket", "Key", "Body", "ContentLength", "ContentType", "ContentMD5"],
  ...["ChecksumAlgorithm", "ChecksumCRC32", "ChecksumCRC64NVME"],
];
const GET_OBJECT = ["Bucket", "Key", "ChecksumMode"];

/** As S3 makes it of an object that came in one piece. */
function etagOf(body: Uint8Array): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}
