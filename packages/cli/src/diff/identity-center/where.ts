/** The accounts of the new side that some of its assignments cover. */
import { type Assignment, covers } from "@holdfast/core";
import { refOf } from "../classes.ts";
import type { AccountRef } from "../model.ts";
import type { Sides } from "./index.ts";

export function accountsWith(
  { matches, new: center }: Sides,
  wanted: (assignment: Assignment) => boolean,
): AccountRef[] {
  const assignments = center.assignments.filter(wanted);
  return matches.new.accounts
    .filter((account) => assignments.some((one) => covers(one, account, matches.new)))
    .map((account) => refOf(account));
}
