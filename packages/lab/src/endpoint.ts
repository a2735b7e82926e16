/** The lab's front door: one function that takes an AWS request and gives AWS's answer. */
import { messageOf } from "@holdfast/core";
import {
  type Call,
  type Operation,
  type Principal,
  type Service,
  ServiceError,
} from "./service.ts";
import type { Handle, WireRequest, WireResponse } from "./wire/message.ts";
import type { OperationShape, ServiceModel } from "./wire/model.ts";
import { loadModel } from "./wire/models.ts";
import { guessProtocol, protocolOf } from "./wire/protocol.ts";
import { type CredentialScope, parseAuthorization } from "./wire/signature.ts";
import { checkRequired } from "./wire/validate.ts";

type CallOutput = Readonly<Record<string, unknown>>;

/** What a call came to. */
export type CallOutcome = { readonly output: CallOutput } | { readonly error: ServiceError };

export interface EndpointOptions {
  readonly services: readonly Service[];
  /** Whose key this is; undefined, or a thrown `ServiceError`, if it is nobody's. */
  identify(accessKeyId: string, sessionToken?: string): Principal | undefined;
  /** Authorisation and throttling: a thrown `ServiceError` refuses the call. */
  before(call: Call): void | Promise<void>;
  /** Sees every call that was understood and whose caller is known, also a refused one. */
  after(call: Call, outcome: CallOutcome): void | Promise<void>;
  requestId(): string;
  /** Shown as the caller's address where the request brings none: loopback would tell nothing. */
  readonly sourceIp: string;
  /** Hears of bugs in the lab: whatever is thrown that is no `ServiceError`. */
  log(message: string): void;
}

interface Understood {
  readonly call: Call;
  readonly model: ServiceModel;
  readonly shape: OperationShape;
  readonly operation: Operation;
}

/** The returned function never rejects: a bug in the lab answers `InternalFailure` and is logged. */
export function createEndpoint(options: EndpointOptions): Handle {
  const services = new Map(options.services.map((service) => [service.name, service]));

  function understand(
    request: WireRequest,
    scope: CredentialScope,
    model: ServiceModel | undefined,
    requestId: string,
  ): Understood {
    const { accessKeyId, region, service } = scope;
    const principal = options.identify(accessKeyId, request.headers["x-amz-security-token"]);
    if (!principal) throw unknownKey();
    const protocol = model ? protocolOf(model) : guessProtocol(request);
    const name = protocol.operationName(request, model);
    const shape = model?.operations.get(name);
    const operation = operationOf(services.get(service), name);
    if (!model || !shape || !operation) throw notImplemented(service, name);
    const call: Call = {
      service,
      operation: name,
      input: protocol.decode(request, shape, model),
      principal,
      region,
      requestId,
      userAgent: request.headers["user-agent"] ?? "",
      sourceIp: request.remoteAddress ?? options.sourceIp,
    };
    return { call, model, shape, operation };
  }

  async function perform({ call, shape, operation }: Understood): Promise<CallOutcome> {
    try {
      // Before authorisation, which needs the resources that the input names.
      checkRequired(call.service, shape, call.input);
      await options.before(call);
      return { output: await operation(call.input, call) };
    } catch (error) {
      return { error: serviceErrorOf(error, `${call.service}:${call.operation}`) };
    }
  }

  function serviceErrorOf(error: unknown, where: string): ServiceError {
    if (error instanceof ServiceError) return error;
    options.log(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    return new ServiceError("InternalFailure", `The lab failed: ${messageOf(error)}`, {}, 500);
  }

  return async (request) => {
    const requestId = options.requestId();
    const where = `${request.method} ${request.path}`;
    let model: ServiceModel | undefined;
    const refuse = (error: ServiceError) =>
      (model ? protocolOf(model) : guessProtocol(request)).encodeError(error, model, requestId);
    try {
      const scope = parseAuthorization(request.headers.authorization);
      model = await loadModel(scope.service);
      const understood = understand(request, scope, model, requestId);
      const outcome = await perform(understood);
      await options.after(understood.call, outcome);
      if ("error" in outcome) return refuse(outcome.error);
      return encode(understood, outcome.output);
    } catch (error) {
      return refuse(serviceErrorOf(error, where));
    }
  };
}

function encode({ call, model, shape }: Understood, output: CallOutput): WireResponse {
  return protocolOf(model).encode(output, shape, model, call.requestId);
}

/** Own members only: an attacker may ask for the operation `constructor`. */
function operationOf(service: Service | undefined, name: string): Operation | undefined {
  return service && Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
}

function unknownKey(): ServiceError {
  const message = "The security token included in the request is invalid.";
  return new ServiceError("UnrecognizedClientException", message, {}, 403);
}

function notImplemented(service: string, operation: string): ServiceError {
  const message = `The lab does not implement ${service}:${operation || "(no operation named)"}.`;
  return new ServiceError("NotImplemented", message, {}, 501);
}
