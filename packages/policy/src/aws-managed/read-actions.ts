/** The actions that look and don't touch, as they are stored for the policies made of them. */
import { packText, unpackText } from "../universe/packed.ts";

/** Patterns such as `s3:Get*`, together exactly the actions of that level today; sorted. */
export interface ReadActions {
  /** Of the access level List. */
  readonly list: readonly string[];
  /** Of the access levels List and Read. */
  readonly read: readonly string[];
}

export function packReadActions({ list, read }: ReadActions): string {
  return packText(JSON.stringify([list, read]));
}

/** What `packReadActions` packed. */
export function unpackReadActions(packed: string): ReadActions {
  // Only `packReadActions` writes such texts, so the type is known.
  const [list, read] = JSON.parse(unpackText(packed)) as [readonly string[], readonly string[]];
  return { list, read };
}
