/** Names as AWS takes them, most of which somebody would rather not have to write down. */
import * as fc from "fast-check";

/** Names that mean something to YAML, to JavaScript, to a file system, to Holdfast, or to a terminal. */
const AWKWARD = [
  ...["Root", "management", "FullAWSAccess", "RCPFullAWSAccess", "delegation-policy", "policies"],
  ...[
    "true",
    "null",
    "~",
    "off",
    "1e3",
    "0x1F",
    "2026-11-25",
    "12",
    "007",
    "-",
    "- a",
    "a: b",
    "# no",
  ],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "length"],
  ...[
    "a/b",
    "/",
    "//",
    "..",
    "../up",
    "a b",
    "A B",
    "a-b",
    "A-B",
    "a_b",
    " a",
    "a ",
    "\ta",
    ".a",
    "a.",
  ],
  ...[
    "a\nb: c",
    "a\r\nb",
    "\u2028",
    "\u202eevil",
    "\u0000",
    "\u001b[31mred",
    "%TAG",
    "*a",
    "&a",
    "!a",
  ],
  ...[
    "Zoë",
    "日本",
    "🦊",
    "Ünït",
    "e\u0301",
    "'",
    '"',
    "\\",
    "`$(x)`",
    "[a]",
    "{a}",
    "a,b",
    "a".repeat(128),
  ],
];

export const names = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...AWKWARD) },
    { weight: 2, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 50 }) },
  )
  .filter((name) => name.length > 0 && name.isWellFormed());
