/** What a survey is told of earlier ones, and tells of itself beside what it found. */
import type { HoldfastError } from "./errors.ts";
import type { ResourceKey } from "./key.ts";

/** Things to ask for, one call or so each, that may be too many for one scan. */
export interface Share {
  /** The scans remember by it. */
  readonly name: string;
  /** What is asked for, as people read it: "every account and permission set". */
  readonly what: string;
  /** One text for each; the same in every scan. */
  readonly ids: Iterable<string>;
  /** So many of them in one scan, or a few more. */
  readonly atMost: number;
}

/** How much was asked for of what may be too much for one scan. */
export interface ScanCoverage {
  readonly what: string;
  /** So many of `of` in this scan. */
  readonly done: number;
  /** 0: nothing of it can be asked for. */
  readonly of: number;
  /** ISO 8601: all of it has been asked for since. Undefined: some of it never was. */
  readonly since?: string;
}

/** A part of what a survey is about, read or not by itself. */
export type SurveyPart = Partial<Pick<ResourceKey, "account" | "region">>;

export interface SurveyContext {
  /** Whether it is asked about an account: nothing of others need be read. */
  isAbout(account: string): boolean;
  /**
   * Which of them are asked for in this scan: those that no scan has asked for so long. A survey that is
   * begun again within one scan gets the same ones.
   */
  turn(share: Share): (id: string) => boolean;
  /** Says that a part was not read, and why; everything else goes on. */
  notChecked(part: SurveyPart, why: HoldfastError): void;
  /** Says that something, a noun, can't be asked for by anybody: it is told each time, and no failure. */
  beyond(what: string): void;
}

/** For whoever can wait for all of it, and has no use for parts. */
export const ALL_AT_ONCE: SurveyContext = {
  isAbout: () => true,
  turn: () => () => true,
  notChecked(_part, why) {
    throw why;
  },
  beyond() {},
};
