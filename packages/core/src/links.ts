/** Where people read more: pages of this repository, as links if the baseline says where it can be read. */
import type { Baseline } from "./baseline/model.ts";

/** What a finding means and what to do about it, relative to the repository. */
export function runbookOf(id: string): string {
  return `docs/runbooks/${id}.md`;
}

/** A page of the repository as a URL, or as it stands there if the baseline names no address. */
export function linkTo({ links }: Pick<Baseline, "links">, page: string): string {
  return links === undefined ? page : `${links.repository}/${page}`;
}
