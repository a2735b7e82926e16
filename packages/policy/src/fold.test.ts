import { expect, it } from "vitest";
import { foldCase } from "./fold.ts";

it("case is folded in ASCII only: what looks alike elsewhere stays another name", () => {
  expect(foldCase("S3:GetObjectABCXYZ")).toBe("s3:getobjectabcxyz");
  expect(foldCase("aws:PrincipalTag/Team-1_@[`{")).toBe("aws:principaltag/team-1_@[`{");
  expect(foldCase("\u212AMS:*")).toBe("\u212Ams:*");
  expect("\u212AMS:*".toLowerCase()).toBe("kms:*");
  expect(foldCase("ÄÖÜİ")).toBe("ÄÖÜİ");
});
