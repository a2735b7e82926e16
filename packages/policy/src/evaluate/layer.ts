/** The policies of one layer, read once: what they say about an action, a resource and a caller. */
import { statementsOf } from "./compiled-document.ts";
import type { NamedPolicy } from "./policy-set.ts";
import type { Named } from "./principal.ts";
import type { CompiledStatement, Subject } from "./statement.ts";
import type { DecidedBy, Origin } from "./verdict.ts";

/** A statement with its name. */
interface Source {
  readonly statement: CompiledStatement;
  readonly origin: Origin;
}

/** What a layer says of a request. */
export interface Judgement {
  readonly origin: Origin;
  readonly denied: Origin | undefined;
  /** The closest way in which a statement that allows names the caller. */
  readonly allows: Named;
}

/** The statements of a layer that are about one action. */
export interface Relevant {
  readonly sources: readonly Source[];
  /** What the layer says of every request for the action, if that doesn't depend on the request. */
  readonly always?: Judgement;
}

export class Layer {
  readonly origin: Origin;
  readonly #sources: readonly Source[];

  constructor(by: DecidedBy, policies: readonly NamedPolicy[], level?: string) {
    this.origin = level === undefined ? { by } : { by, level };
    const traits = {
      principals: by === "resource-control" || by === "resource" || by === "trust" || by === "key",
      completes: by === "identity" || by === "boundary",
    };
    this.#sources = policies.flatMap((policy) =>
      statementsOf(policy, traits).map(({ statement, label }) => ({
        statement,
        origin: { ...this.origin, policy: policy.name, statement: label },
      })),
    );
  }

  /** @param action in lower case */
  about(action: string): Relevant {
    const sources = this.#sources.filter(({ statement }) => statement.coversAction(action));
    if (!sources.every(({ statement }) => statement.isAlways)) return { sources };
    return { sources, always: this.#judge(sources, () => "caller") };
  }

  /** Every statement is asked, also after one has decided: see `compileConditions`. */
  judge({ sources, always }: Relevant, subject: Subject): Judgement {
    return always ?? this.#judge(sources, (statement) => statement.names(subject));
  }

  #judge(sources: readonly Source[], names: (statement: CompiledStatement) => Named): Judgement {
    let denied: Origin | undefined;
    let allows: Named = "nobody";
    for (const { statement, origin } of sources) {
      const named = names(statement);
      if (named === "nobody") continue;
      if (statement.effect === "Deny") denied ??= origin;
      else allows = closer(allows, named);
    }
    return { origin: this.origin, denied, allows };
  }

  /** The statements that are about the request, by effect. */
  explain(
    { sources }: Relevant,
    subject: Subject,
  ): { readonly allow: Origin[]; readonly deny: Origin[] } {
    const applying = sources.filter(({ statement }) => statement.names(subject) !== "nobody");
    const of = (effect: "Allow" | "Deny") =>
      applying.filter(({ statement }) => statement.effect === effect).map(({ origin }) => origin);
    return { allow: of("Allow"), deny: of("Deny") };
  }
}

const DISTANCE: Readonly<Record<Named, number>> = { caller: 0, role: 1, account: 2, nobody: 3 };

function closer(one: Named, other: Named): Named {
  return DISTANCE[other] < DISTANCE[one] ? other : one;
}
