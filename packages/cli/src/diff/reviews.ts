/** What is under review or no longer is: until somebody decides, nothing is put back there. */
import type { ReviewItem } from "@holdfast/core";
import { refOf } from "./classes.ts";
import type { Directed } from "./enforcement.ts";
import { concerned, newNames } from "./exemptions.ts";
import type { Matches } from "./match.ts";
import type { ReviewEffect } from "./model.ts";

/** One for each subject and guardrail, however many findings there are about it. */
export function reviewEffects(matches: Matches): Directed<ReviewEffect> {
  const renamed = newNames(matches);
  const old = bySubject(
    (matches.old.review ?? []).map((one) => ({ ...one, key: renamed(one.key) })),
  );
  const next = bySubject(matches.new.review ?? []);
  const effect = (review: ReviewItem) => ({
    kind: "review" as const,
    review,
    accounts: concerned(review, matches.new).map((account) => refOf(account)),
  });
  return [
    ...[...next]
      .filter(([subject]) => !old.has(subject))
      .map(([, review]) => ({ ...effect(review), direction: "opened" as const })),
    ...[...old]
      .filter(([subject]) => !next.has(subject))
      .map(([, review]) => ({ ...effect(review), direction: "closed" as const })),
  ];
}

function bySubject(items: readonly ReviewItem[]): ReadonlyMap<string, ReviewItem> {
  return new Map(items.map((item) => [JSON.stringify([item.guardrail, item.key]), item]));
}
