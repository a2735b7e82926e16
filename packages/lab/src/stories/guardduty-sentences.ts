/** Calls of GuardDuty as clauses for people. */
import type { Clause } from "./sentences.ts";

const on = (enable: unknown): string =>
  enable === false ? "suspends" : enable === true ? "switches on" : "changes";

export const GUARD_DUTY_WRITES: Readonly<Record<string, Clause>> = {
  CreateDetector: (_input, _name, detector) => `makes ${detector}`,
  UpdateDetector: ({ Enable }, _name, detector) => `${on(Enable)} ${detector}`,
  DeleteDetector: (_input, _name, detector) => `deletes ${detector}`,
  UpdateOrganizationConfiguration: ({ AutoEnableOrganizationMembers: members }, _, detector) =>
    `has ${detector} cover ${members === "ALL" ? "all members" : "not all members"}`,
  CreateFilter: ({ Name, Action }, _, detector) =>
    `makes a filter ${Name} of ${detector}${Action === "ARCHIVE" ? ", which archives" : ""}`,
  UpdateFilter: ({ FilterName, Action }, _, detector) =>
    `has the filter ${FilterName} of ${detector} archive ${Action === "NOOP" ? "nothing" : "what it matches"}`,
  CreateIPSet: ({ Name }, _, detector) => `has the list ${Name} trusted by ${detector}`,
  UpdateIPSet: ({ Activate }, _, detector) =>
    `has a list ${Activate === false ? "not trusted any more" : "trusted"} by ${detector}`,
};

export const GUARD_DUTY_READS: Readonly<Record<string, (object: string) => string>> = {
  ListDetectors: (detector) => `whether there is ${detector}`,
  GetDetector: (detector) => detector,
  DescribeOrganizationConfiguration: (detector) => `which members ${detector} covers`,
  ListFilters: (detector) => `the filters of ${detector}`,
  GetFilter: (detector) => `a filter of ${detector}`,
  ListIPSets: (detector) => `whom ${detector} trusts`,
  GetIPSet: (detector) => `a list of ${detector}`,
};
