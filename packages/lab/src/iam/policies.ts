/** Managed policies that are attached to users and roles, and policies written into them. */
import { PolicyError, parsePolicy } from "@holdfast/policy";
import type { Call, Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { limitExceeded, malformedPolicy, noSuch } from "./errors.ts";
import { nameIn, text } from "./input.ts";
import { managedDocument, managedName } from "./managed.ts";
import type { Entity } from "./state.ts";

/** How the calls about one kind of entity are named, and what IAM lets it have. */
interface Kind<E extends Entity> {
  readonly noun: "User" | "Role";
  /** IAM quotas: managed policies, and characters of all written policies together, white space apart. */
  readonly mostAttached: number;
  readonly mostWritten: number;
  find(account: string, name: string): E;
  view(account: string, name: string): E;
  put(entity: E): void;
}

export function policyOperations(accounts: Accounts): Readonly<Record<string, Operation>> {
  return {
    ...operationsOf(accounts, {
      noun: "User",
      mostAttached: 10,
      mostWritten: 2_048,
      find: accounts.user,
      view: accounts.viewUser,
      put: accounts.putUser,
    }),
    ...operationsOf(accounts, {
      noun: "Role",
      mostAttached: 20,
      mostWritten: 10_240,
      find: accounts.role,
      view: accounts.viewRole,
      put: accounts.putRole,
    }),
  };
}

function operationsOf<E extends Entity>(accounts: Accounts, kind: Kind<E>) {
  const { noun } = kind;
  const nameOf = ({ input }: Call) => nameIn(input, `${noun}Name`);
  const found = (call: Call) => kind.find(call.principal.account, nameOf(call));
  const viewed = (call: Call) => kind.view(call.principal.account, nameOf(call));
  const operations: Record<string, Operation> = {
    [`Attach${noun}Policy`](input, call) {
      const entity = found(call);
      const arn = text(input, "PolicyArn", 2_048);
      // Known, or it can't be attached.
      managedDocument(arn);
      if (entity.attached.includes(arn)) return {};
      if (entity.attached.length >= kind.mostAttached) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${kind.mostAttached}`);
      }
      kind.put({ ...entity, attached: [...entity.attached, arn] });
      return {};
    },
    [`Detach${noun}Policy`](input, call) {
      const entity = found(call);
      const arn = text(input, "PolicyArn", 2_048);
      if (!entity.attached.includes(arn)) throw noSuch(`policy ${arn}`);
      kind.put({ ...entity, attached: entity.attached.filter((one) => one !== arn) });
      return {};
    },
    [`ListAttached${noun}Policies`](input, call) {
      return accounts.listed("AttachedPolicies", input, viewed(call).attached, (arn) => ({
        PolicyName: managedName(arn),
        PolicyArn: arn,
      }));
    },
    [`Put${noun}Policy`](input, call) {
      const entity = found(call);
      const document = readable(text(input, "PolicyDocument"));
      const inline = new Map(entity.inline).set(nameIn(input, "PolicyName", 128), document);
      const written = [...inline.values()].join("").replaceAll(/\s/g, "").length;
      if (written > kind.mostWritten) {
        throw limitExceeded(
          `Maximum policy size of ${kind.mostWritten} bytes exceeded for ${noun.toLowerCase()} ${entity.name}`,
        );
      }
      kind.put({ ...entity, inline });
      return {};
    },
    [`Get${noun}Policy`](input, call) {
      const entity = viewed(call);
      const name = nameIn(input, "PolicyName", 128);
      const document = entity.inline.get(name);
      if (document === undefined) throw noSuch(`${noun.toLowerCase()} policy with name ${name}`);
      const PolicyDocument = encodeURIComponent(document);
      return { [`${noun}Name`]: entity.name, PolicyName: name, PolicyDocument };
    },
    [`Delete${noun}Policy`](input, call) {
      const entity = found(call);
      const name = nameIn(input, "PolicyName", 128);
      const inline = new Map(entity.inline);
      if (!inline.delete(name)) throw noSuch(`${noun.toLowerCase()} policy with name ${name}`);
      kind.put({ ...entity, inline });
      return {};
    },
    [`List${noun}Policies`](input, call) {
      return accounts.listed("PolicyNames", input, [...viewed(call).inline.keys()], (name) => name);
    },
  };
  return operations;
}

/** Throws `MalformedPolicyDocumentException` for what IAM would not take. */
export function readable(document: string): string {
  try {
    parsePolicy(document);
    return document;
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message);
    throw error;
  }
}
