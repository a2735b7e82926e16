/** Secrets Manager: a secret's current value, and what it takes to make and rotate one. */
import { createHash } from "node:crypto";
import { randomUuid } from "../random.ts";
import { type Call, type Context, type Operation, type Service, ServiceError } from "../service.ts";
import { onlySupports, PerRegion, textOf } from "./support.ts";

export interface SecretsManager {
  readonly service: Service;
  /** Creates a secret, or gives one that is there a new current value. Returns its ARN. */
  put(account: string, region: string, name: string, value: string): string;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  value: string;
  versionId: string;
}

/** Bytes. */
const VALUE_LIMIT = 65_536;

export function createSecretsManager({ clock, random }: Context): SecretsManager {
  const places = new PerRegion<Map<string, Secret>>(() => new Map());

  function found(input: Readonly<Record<string, unknown>>, call: Call): Secret {
    const arn = secretArn(textOf(input, "SecretId"), call.region, call.principal.account);
    const secret = places.in(call.principal.account, call.region).get(arn);
    if (secret) return secret;
    const message = "Secrets Manager can't find the specified secret.";
    throw new ServiceError("ResourceNotFoundException", message);
  }

  function create(account: string, region: string, name: string, value: string): Secret {
    const arn = secretArn(name, region, account);
    const versionId = randomUuid(random);
    const secret = { arn, name, createdAt: clock.now(), value, versionId };
    places.in(account, region).set(arn, secret);
    return secret;
  }

  function rotate(secret: Secret, value: string): void {
    secret.value = value;
    secret.versionId = randomUuid(random);
  }

  const GetSecretValue: Operation = (input, call) => {
    onlySupports("GetSecretValue", input, ["SecretId"], "InvalidParameterException");
    const { arn, name, value, versionId, createdAt } = found(input, call);
    return {
      ARN: arn,
      Name: name,
      SecretString: value,
      VersionId: versionId,
      VersionStages: ["AWSCURRENT"],
      CreatedDate: new Date(createdAt),
    };
  };

  const CreateSecret: Operation = (input, call) => {
    onlySupports("CreateSecret", input, CREATE_SECRET, "InvalidParameterException");
    const { region, principal } = call;
    const name = textOf(input, "Name");
    if (!/^[\w/+=.@-]{1,512}$/.test(name)) throw invalid("Invalid name.");
    if (places.in(principal.account, region).has(secretArn(name, region, principal.account))) {
      const message = `The operation failed because the secret ${name} already exists.`;
      throw new ServiceError("ResourceExistsException", message);
    }
    const { arn, versionId } = create(principal.account, region, name, secretStringOf(input));
    return { ARN: arn, Name: name, VersionId: versionId };
  };

  const PutSecretValue: Operation = (input, call) => {
    onlySupports("PutSecretValue", input, PUT_SECRET_VALUE, "InvalidParameterException");
    const secret = found(input, call);
    rotate(secret, secretStringOf(input));
    const { arn, name, versionId } = secret;
    return { ARN: arn, Name: name, VersionId: versionId, VersionStages: ["AWSCURRENT"] };
  };

  return {
    service: {
      name: "secretsmanager",
      operations: { GetSecretValue, CreateSecret, PutSecretValue },
    },
    put(account, region, name, value) {
      const known = places.in(account, region).get(secretArn(name, region, account));
      if (known) rotate(known, value);
      return (known ?? create(account, region, name, value)).arn;
    },
  };
}

/**
 * The ARN behind a `SecretId`, which may be a name. AWS ends it with six random characters; here they
 * follow from the name, so that a call's resource is known before the secret is looked up.
 */
export function secretArn(id: string, region: string, account: string): string {
  if (id.startsWith("arn:")) return id;
  const suffix = createHash("sha256").update(id).digest("hex").slice(0, 6);
  return `arn:aws:secretsmanager:${region}:${account}:secret:${id}-${suffix}`;
}

const CREATE_SECRET = ["Name", "SecretString", "ClientRequestToken", "Description"];
const PUT_SECRET_VALUE = ["SecretId", "SecretString", "ClientRequestToken"];

function secretStringOf(input: Readonly<Record<string, unknown>>): string {
  const value = textOf(input, "SecretString");
  if (value === "") throw invalid("You must provide either SecretString or SecretBinary.");
  if (Buffer.byteLength(value) > VALUE_LIMIT) throw invalid("The secret value is too large.");
  return value;
}

function invalid(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message);
}
