// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { many } from "../many.ts";
import { canonicalise } from "./canonicalise.ts";
import { equivalence } from "./equivalence.ts";
import { documents, reworded } from "./reworded.fixture.ts";
import { statementKey } from "./statement.ts";

describe("the canonical form", () => {
  it("has each part in one form, in one order", () => {
    const document: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [
        {
          Resource: ["b", "a", "b", "B"],
          NotAction: "S3:GetObject",
          Effect: "Deny",
          Sid: "Second",
          Condition: {
            StringLike: { "s3:Prefix": ["z", "a", "z"], "aws:X": 1 },
            Bool: { "aws:SecureTransport": [true, "false"] },
          },
        },
        {
          Sid: "First",
          Effect: "Allow",
          NotPrincipal: { Service: "b", AWS: ["111122223333", "arn:aws:iam::111122223333:root"] },
          Action: ["b:B", "a:A"],
          NotResource: "*",
        },
        { Effect: "Allow", Principal: "*", Action: "*" },
      ],
    };
    expect(JSON.stringify(canonicalise(document), null, 1)).toBe(
      JSON.stringify(
        {
          Statement: [
            {
              Effect: "Allow",
              NotPrincipal: { AWS: ["arn:aws:iam::111122223333:root"], Service: ["b"] },
              Action: ["a:a", "b:b"],
              NotResource: ["*"],
            },
            { Effect: "Allow", Principal: "*", Action: ["*"] },
            {
              Effect: "Deny",
              NotAction: ["s3:getobject"],
              Resource: ["B", "a", "b"],
              Condition: {
                Bool: { "aws:securetransport": ["false", "true"] },
                StringLike: { "aws:x": ["1"], "s3:prefix": ["a", "z"] },
              },
            },
          ],
        },
        null,
        1,
      ),
    );
  });

  it("keeps the Version only where a variable could be, and the old one if there is none", () => {
    const of = (Version: string | undefined, Resource: string, Id?: string) =>
      canonicalise({
        ...(Version && { Version }),
        ...(Id && { Id }),
        Statement: { Sid: "${", Effect: "Deny", Action: "*", Resource },
      });
    const Statement = (resource: string) => [
      { Effect: "Deny", Action: ["*"], Resource: [resource] },
    ];
    expect(of("2012-10-17", "a{$b}")).toStrictEqual({ Statement: Statement("a{$b}") });
    expect(of("2012-10-17", "a${b}")).toStrictEqual({
      Version: "2012-10-17",
      Statement: Statement("a${b}"),
    });
    expect(of(undefined, "${*}")).toStrictEqual({
      Version: "2008-10-17",
      Statement: Statement("${*}"),
    });
    expect(of("2008-10-17", "*", "${")).toStrictEqual({
      Version: "2008-10-17",
      Id: "${",
      Statement: Statement("*"),
    });
    expect(of("2012-10-17", "*", "id")).toStrictEqual({ Id: "id", Statement: Statement("*") });
  });

  it("leaves two keys alone that differ only in case, for no one knows which would count", () => {
    const Condition = { StringLike: { "aws:X": "1", "AWS:x": "2", "AWS:Y": "3" }, Bool: {} };
    expect(
      canonicalise({ Statement: { Effect: "Deny", Action: "*", Condition } }).Statement[0]
        ?.Condition,
    ).toEqual({ StringLike: { "AWS:x": ["2"], "aws:X": ["1"], "aws:y": ["3"] }, Bool: {} });
  });

  it("is canonical itself", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const canonical = canonicalise(document);
        expect(JSON.stringify(canonicalise(canonical))).toBe(JSON.stringify(canonical));
        expect(JSON.parse(JSON.stringify(canonical))).toEqual(canonical);
      }),
      { numRuns: 500 },
    );
  });

  it("is the same for the same document in other words, and so are the keys of its statements", () => {
    const pair = documents.chain((document) => fc.tuple(fc.constant(document), reworded(document)));
    const keysOf = ({ Statement, Version }: PolicyDocument) =>
      many(Statement)
        .map((one) => statementKey(one, Version))
        .toSorted();
    fc.assert(
      fc.property(pair, ([document, other]) => {
        expect(JSON.stringify(canonicalise(other))).toBe(JSON.stringify(canonicalise(document)));
        expect(equivalence(document, other)).toEqual({ equal: true });
        expect(keysOf(other)).toEqual(keysOf(document));
      }),
      { numRuns: 500 },
    );
  });

  it("names a difference exactly if two documents are not the same", () => {
    let equal = 0;
    fc.assert(
      fc.property(documents, documents, (left, right) => {
        const same = JSON.stringify(canonicalise(left)) === JSON.stringify(canonicalise(right));
        const found = equivalence(left, right);
        expect(found.equal).toBe(same);
        equal += Number(same);
        if (found.equal) return;
        expect(found.differences).not.toEqual([]);
        const back = equivalence(right, left);
        expect(back.equal === false && back.differences).toHaveLength(found.differences.length);
        for (const { path, left: one, right: other, why } of found.differences) {
          expect(path).toMatch(/^(?:Version|Id|Statement)/);
          expect(why).not.toMatch(/undefined|\[object/);
          expect(JSON.stringify(one)).not.toBe(JSON.stringify(other));
        }
      }),
      { numRuns: 2000, seed: 3 },
    );
    expect(equal).toBeGreaterThan(5);
  });
});

describe("the key of a statement", () => {
  const one: PolicyStatement = { Sid: "a", Effect: "Deny", Action: "S3:*", Resource: "*" };

  it("is its identity whatever its Sid and the Version, if it holds no variable", () => {
    const key = '[{"Effect":"Deny","Action":["s3:*"],"Resource":["*"]}]';
    expect(statementKey(one, "2012-10-17")).toBe(key);
    expect(statementKey({ ...one, Sid: "b" }, undefined)).toBe(key);
    expect(statementKey({ ...one, Effect: "Allow" }, undefined)).not.toBe(key);
  });

  it("is another one by Version if it holds a variable", () => {
    const variable = { ...one, Resource: "arn:aws:s3:::${aws:username}" };
    const statement =
      '{"Effect":"Deny","Action":["s3:*"],"Resource":["arn:aws:s3:::${aws:username}"]}';
    expect(statementKey(variable, "2012-10-17")).toBe(`[${statement},"2012-10-17"]`);
    expect(statementKey(variable, undefined)).toBe(`[${statement},"2008-10-17"]`);
    expect(statementKey(variable, "2008-10-17")).toBe(statementKey(variable, undefined));
  });
});
