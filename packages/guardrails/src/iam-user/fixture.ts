/** SecureCart's users, and what IAM may say of one. */
import type { Baseline } from "@holdfast/core";
import { idOf, securecart } from "../securecart.fixture.ts";
import type { Live } from "./live.ts";
import { QUARANTINE } from "./quarantine.ts";

export const DEV = idOf("dev");
export const PRODUCTION = idOf("production");
export const OLIVIA = `arn:aws:iam::${PRODUCTION}:user/break-glass/olivia`;
export const EVE = `arn:aws:iam::${DEV}:user/eve`;
export const KEY = "AKIAEXAMPLEKEY000001";
export const HOUR = 3_600_000;

export const baseline: Baseline = {
  ...securecart,
  iamUsers: { allowed: [`arn:aws:iam::${DEV}:user/ci/Legacy`] },
};

/** Contained, unless said otherwise. */
export function liveUser(changes: Partial<Live> = {}): Live {
  return {
    arn: EVE,
    name: "eve",
    id: "AIDAEXAMPLEEVE000001",
    accessKeys: [],
    password: false,
    serviceCredentials: [],
    certificates: [],
    sshKeys: [],
    policies: [QUARANTINE],
    ...changes,
  };
}
