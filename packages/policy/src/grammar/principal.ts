/** Principal and NotPrincipal: who is meant, in the forms that AWS documents. */
import { quote } from "../quote.ts";
import type { JsonNode } from "../read/json.ts";
import type { Finding } from "../read/source.ts";
import {
  elements,
  entriesOf,
  type Rule,
  type StatementNode,
  type TextNode,
  textsOf,
} from "./nodes.ts";

export const checkPrincipals: Rule = (statement) => {
  const { rules } = statement;
  return elements(statement, "Principal", "NotPrincipal")
    .filter(({ name }) => !(rules.unsupported as readonly string[]).includes(name))
    .flatMap(({ name, node }) => problemsOf(node, name, statement));
};

function problemsOf(node: JsonNode, name: string, statement: StatementNode): Finding[] {
  const { kind, rules } = statement;
  const everyone = node.kind === "string" && node.value === "*";
  if (!everyone && node.kind !== "object") return []; // That was reported when it was read.
  if (kind === "RESOURCE_CONTROL_POLICY") {
    return everyone ? [] : [wrong(`${name} must be "*" in ${rules.name}`, node)];
  }
  if (everyone) {
    if (kind !== "TRUST") return [];
    // IAM: AssumeRolepolicy contained an invalid principal: "STAR":"*".
    return [wrong(`${name} can't be "*" in ${rules.name}; {"AWS": "*"} says the same`, node)];
  }
  const entries = entriesOf(node);
  if (entries.length === 0) return [wrong(`${name} names nobody`, node)];
  return entries.flatMap(([type, { value }]) =>
    textsOf(value).flatMap((text) => problemOf(text, type, statement)),
  );
}

function problemOf(text: TextNode, type: string, { kind, rules }: StatementNode): Finding[] {
  const form = FORMS.get(type);
  if (form === undefined) return []; // An unknown type was reported when it was read.
  if (!form.kinds.includes(kind)) {
    return [wrong(`${type} principals can't be in ${rules.name}`, text)];
  }
  if (form.fits(text.value)) return [];
  return [wrong(`${type} principal ${quote(text.value)} is not ${form.what}`, text)];
}

interface Form {
  readonly what: string;
  readonly kinds: readonly StatementNode["kind"][];
  readonly fits: (value: string) => boolean;
}

const ACCOUNT = /^\d{12}$/;
/** CloudFront's origin access identities are users of an account that isn't one. */
const IAM_ARN = /^arn:aws[a-z-]*:iam::(?:\d{12}|cloudfront):(?:root|(?:user|role)\/[^*?]+)$/;
const STS_ARN = /^arn:aws[a-z-]*:sts::\d{12}:(?:assumed-role\/[^*?/]+|federated-user)\/[^*?/]+$/;
/** What AWS shows for a principal that is gone; it takes the id back only if there is one of it. */
const UNIQUE_ID = /^(?:AIDA|AROA)[A-Z\d]{12,124}$/;
const DOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:(?:saml-provider|oidc-provider)\/[^*?]+$/;

function anyOf(...patterns: readonly RegExp[]): Form["fits"] {
  return (value) => patterns.some((pattern) => pattern.test(value));
}

// A wildcard stands for everybody and can't be part of a name (IAM User Guide, "Principal").
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    "AWS",
    {
      what: 'an account id, "*", or the ARN of an account, user, role or session',
      kinds: ["TRUST", "RESOURCE"],
      fits: anyOf(/^\*$/, ACCOUNT, IAM_ARN, STS_ARN, UNIQUE_ID),
    },
  ],
  [
    "Service",
    {
      what: "the name of a service, e.g. lambda.amazonaws.com",
      kinds: ["TRUST", "RESOURCE"],
      fits: anyOf(DOMAIN),
    },
  ],
  [
    "Federated",
    {
      what: "a domain or the ARN of an identity provider",
      kinds: ["TRUST"],
      fits: anyOf(DOMAIN, PROVIDER),
    },
  ],
  [
    "CanonicalUser",
    { what: "64 hexadecimal digits", kinds: ["RESOURCE"], fits: anyOf(/^[\da-f]{64}$/) },
  ],
]);

function wrong(problem: string, { at }: { readonly at: number }): Finding {
  return { code: "INVALID_VALUE", problem, at };
}
