import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPolicy } from "./check.ts";
import type { PolicyKind } from "./kinds.ts";
import { FLAWLESS, KIND_NAMES } from "./problems.fixture.ts";
import {
  ATTACHMENT_QUOTAS,
  MANAGED_POLICY_VERSIONS,
  POLICIES_PER_ORGANIZATION,
  type PolicyStore,
  SIZE_QUOTAS,
  sizeOf,
  withoutFormatting,
} from "./quotas.ts";
import type { SizeOptions } from "./text.ts";

/** A policy of so many characters, all of them needed. */
function sized(kind: PolicyKind, length: number): string {
  const text = (Sid: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, ...FLAWLESS[kind] }] });
  return text("x".repeat(length - text("").length));
}

function problems(text: string, kind: PolicyKind, options?: SizeOptions) {
  return checkPolicy(text, kind, undefined, options).problems;
}

function messages(text: string, kind: PolicyKind, options?: SizeOptions): string[] {
  return problems(text, kind, options).map(({ problem }) => problem);
}

describe("the size of a policy", () => {
  it.each([
    ["SERVICE_CONTROL_POLICY", 10_240, ""],
    ["RESOURCE_CONTROL_POLICY", 5_120, ""],
    ["TRUST", 2_048, " without white space"],
  ] as const)("is limited for a %s to %i characters", (kind, max, without) => {
    expect(problems(sized(kind, max), kind)).toEqual([]);
    expect(checkPolicy(` ${sized(kind, max + 1)}`.trim(), kind, "big.json").problems).toEqual([
      {
        code: "TOO_LARGE",
        problem: `has ${max + 1} characters${without}; AWS takes ${max}`,
        where: "big.json",
        line: 1,
        column: 1,
        path: "",
      },
    ]);
  });

  it("counts white space where AWS stores what it is sent, and nowhere in IAM", () => {
    const scp = sized("SERVICE_CONTROL_POLICY", 10_240);
    expect(messages(`${scp}\n`, "SERVICE_CONTROL_POLICY")).toEqual([
      "has 10241 characters; AWS takes 10240",
    ]);
    const trust = sized("TRUST", 2_048);
    expect(messages(` \t\r\n${trust}\n\n`, "TRUST")).toEqual([]);
  });

  it("can be asked for without formatting, as it is stored by those who remove it", () => {
    const kind = "SERVICE_CONTROL_POLICY";
    const formatted = (length: number) => JSON.stringify(JSON.parse(sized(kind, length)), null, 4);
    expect(messages(formatted(10_240), kind, { minified: true })).toEqual([]);
    expect(messages(formatted(10_241), kind, { minified: true })).toEqual([
      "has 10241 characters without formatting; AWS takes 10240",
    ]);
    expect(messages(formatted(10_240), kind, { minified: false })).toHaveLength(1);
  });

  it("is known for identity and resource policies once their store is", () => {
    const large = sized("IDENTITY", 50_000);
    expect(messages(large, "IDENTITY")).toEqual([]);
    expect(messages(sized("RESOURCE", 50_000), "RESOURCE")).toEqual([]);
    const by = (store: PolicyStore) => messages(large, "IDENTITY", { store });
    expect(by("MANAGED_POLICY")).toEqual([
      "has 50000 characters without white space; AWS takes 6144",
    ]);
    expect(by("PERMISSION_SET_INLINE_POLICY")).toEqual(["has 50000 characters; AWS takes 32768"]);
    expect(messages(sized("IDENTITY", 6_144), "IDENTITY", { store: "MANAGED_POLICY" })).toEqual([]);
  });

  it("may be another one in accounts whose quota was raised", () => {
    const text = sized("TRUST", 4_096);
    expect(messages(text, "TRUST", { maxSize: 4_096 })).toEqual([]);
    expect(messages(text, "TRUST", { maxSize: 4_095 })).toEqual([
      "has 4096 characters without white space; AWS takes 4095",
    ]);
  });

  it("is as AWS documents it", () => {
    expect(SIZE_QUOTAS).toEqual({
      SERVICE_CONTROL_POLICY: { characters: 10_240, whiteSpace: "counted" },
      RESOURCE_CONTROL_POLICY: { characters: 5_120, whiteSpace: "counted" },
      DELEGATION_POLICY: { characters: 40_000, whiteSpace: "counted" },
      MANAGED_POLICY: { characters: 6_144, whiteSpace: "ignored" },
      USER_INLINE_POLICY: { characters: 2_048, whiteSpace: "ignored", shared: true },
      GROUP_INLINE_POLICY: { characters: 5_120, whiteSpace: "ignored", shared: true },
      ROLE_INLINE_POLICY: { characters: 10_240, whiteSpace: "ignored", shared: true },
      ROLE_TRUST_POLICY: { characters: 2_048, raisableTo: 8_192, whiteSpace: "ignored" },
      SESSION_POLICY: { characters: 2_048, whiteSpace: "counted" },
      PERMISSION_SET_INLINE_POLICY: { characters: 32_768, whiteSpace: "counted" },
    });
    expect(ATTACHMENT_QUOTAS).toEqual({
      SERVICE_CONTROL_POLICY: { max: 10, min: 1 },
      RESOURCE_CONTROL_POLICY: { max: 5, min: 1 },
    });
    expect(POLICIES_PER_ORGANIZATION).toEqual({
      SERVICE_CONTROL_POLICY: 10_000,
      RESOURCE_CONTROL_POLICY: 2_000,
    });
    expect(MANAGED_POLICY_VERSIONS).toBe(5);
  });
});

describe("text without formatting", () => {
  it("is what JSON.stringify writes without it, escapes and all", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4, "\t"), (value, indent) => {
        expect(withoutFormatting(JSON.stringify(value, null, indent))).toBe(JSON.stringify(value));
      }),
    );
    expect(withoutFormatting(' { "a \\" b" :\r\n\t[ 1 , "\\\\" , " c " ] } ')).toBe(
      '{"a \\" b":[1,"\\\\"," c "]}',
    );
  });

  it("keeps NBSP, which IAM counts, and loses blanks, tabs and line ends", () => {
    const text = '{"a": "b c\u00a0d"}\t\r\n';
    expect(sizeOf(text, SIZE_QUOTAS.MANAGED_POLICY)).toBe(12);
    expect(sizeOf(text, SIZE_QUOTAS.SESSION_POLICY)).toBe(text.length);
  });
});

describe("characters", () => {
  const withSid = (kind: PolicyKind, id: string) =>
    JSON.stringify({ Version: "2012-10-17", Id: id, Statement: FLAWLESS[kind] });

  it("are Latin-1 in what IAM stores", () => {
    expect(problems(withSid("TRUST", "ÿ a中文b\u0100"), "TRUST")).toEqual([
      {
        code: "INVALID_CHARACTER",
        problem: "IAM doesn't store the character U+4E2D, only U+0020 to U+00FF",
        where: undefined,
        line: 1,
        column: 34,
        path: "Id",
      },
      {
        code: "INVALID_CHARACTER",
        problem: "IAM doesn't store the character U+0100, only U+0020 to U+00FF",
        where: undefined,
        line: 1,
        column: 37,
        path: "Id",
      },
    ]);
    expect(messages(withSid("TRUST", "\u{1f600}"), "TRUST")).toEqual([
      "IAM doesn't store the character U+1F600, only U+0020 to U+00FF",
    ]);
    expect(messages(withSid("TRUST", "~\u007f\u00ff"), "TRUST")).toEqual([]);
    const escaped = withSid("TRUST", "x").replace('"x"', '"\\u4e2d"');
    expect(messages(`\t\r\n${escaped}`, "TRUST")).toEqual([]);
  });

  it("may be any elsewhere", () => {
    const kinds = KIND_NAMES.filter((kind) => kind !== "TRUST" && kind !== "IDENTITY");
    for (const kind of kinds) expect(messages(withSid(kind, "中"), kind)).toEqual([]);
    expect(messages(withSid("IDENTITY", "中"), "IDENTITY")).toHaveLength(2);
  });

  it("that JSON has no place for are told twice: as a syntax error and as what they are", () => {
    expect(messages("{\u3000}", "IDENTITY")).toEqual([
      'expected a key in double quotes, but found "\\u3000"',
      "IAM doesn't store the character U+3000, only U+0020 to U+00FF",
    ]);
    expect(messages("{\u3000}", "RESOURCE")).toHaveLength(1);
  });
});
