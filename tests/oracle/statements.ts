/** Statements around a request: about it, or about something close to it. */
import type { Random } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement, Principal } from "@holdfast/policy";
import { drawConditions } from "./conditions.ts";
import { chance, pick, scalarOrList, several } from "./draw.ts";
import type { Key } from "./keys.ts";
import { arnAround, patternAround, withVariable } from "./patterns.ts";
import { SERVICES, STRANGERS } from "./principals.ts";
import type { Case } from "./question.ts";
import { TARGETS } from "./targets.ts";

/** What a statement is drawn around. */
export interface Scene {
  readonly request: Case["request"];
  readonly keys: readonly Key[];
}

export interface Kind {
  /** How often a statement denies. */
  readonly denies: number;
  /** Who may be named: nobody, everybody (RCPs), or anybody. */
  readonly principal: "none" | "everybody" | "anybody";
  /** What documents of this kind never have, as AWS refuses it. */
  readonly without?: readonly ("Resource" | "NotAction" | "NotPrincipal" | "Version")[];
  /** Whether ARNs may break off. */
  readonly brokenArns?: boolean;
}

/** One to three statements, in a document of either version. */
export function drawDocument(random: Random, scene: Scene, kind: Kind): PolicyDocument {
  const statements = several(random, 1, 3, () => drawStatement(random, scene, kind));
  const versions: Partial<PolicyDocument>[] = [{ Version: "2008-10-17" }, {}];
  const old = !kind.without?.includes("Version") && chance(random, 0.06);
  const version = old ? pick(random, versions) : { Version: "2012-10-17" };
  return { ...version, Statement: scalarOrList(random, statements) };
}

function drawStatement(random: Random, scene: Scene, kind: Kind): PolicyStatement {
  const { request, keys } = scene;
  return {
    ...(chance(random, 0.2) && { Sid: "Guard" }),
    Effect: chance(random, kind.denies) ? "Deny" : "Allow",
    ...drawPrincipal(random, request.principal, kind),
    ...drawActions(random, request.action, kind),
    ...(!kind.without?.includes("Resource") && drawResources(random, request, kind)),
    ...(chance(random, 0.6) && { Condition: drawConditions(random, keys, request.context) }),
  };
}

function drawActions(random: Random, action: string, { without = [] }: Kind) {
  const anyAction = () => actionAround(random, pick(random, TARGETS).action);
  const isRcp = without.includes("NotAction");
  if (!isRcp && chance(random, 0.12)) {
    return { NotAction: scalarOrList(random, several(random, 1, 3, anyAction)) };
  }
  const own = chance(random, 0.9) ? actionAround(random, action) : "iam:GetUser";
  const patterns = [own, ...several(random, 0, 2, anyAction)];
  // An RCP with the Action "*" is refused.
  const accepted = patterns.map((one) => (isRcp && one === "*" ? action : one));
  return { Action: scalarOrList(random, accepted) };
}

function actionAround(random: Random, action: string): string {
  const [service = "", name = ""] = action.split(":");
  return pick(random, [
    () => action,
    () => action,
    () => `${service}:*`,
    () => `${service}:${patternAround(random, name) || "*"}`,
    () => action.toUpperCase(),
    () => "*",
  ])();
}

function drawResources(
  random: Random,
  { resource, context }: Case["request"],
  { brokenArns }: Kind,
) {
  const around = () => {
    if (chance(random, 0.3)) return "*";
    const arn = resource === "*" ? pick(random, TARGETS).resource("111122223333") : resource;
    if (arn === "*") return arn;
    if (brokenArns && chance(random, 0.1)) return broken(random, arn);
    const pattern = arnAround(random, arn);
    if (!chance(random, 0.15)) return pattern;
    const parts = pattern.split(":");
    const name = withVariable(random, parts.slice(5).join(":"), context);
    return [...parts.slice(0, 5), name].join(":");
  };
  const list = scalarOrList(random, several(random, 1, 3, around));
  return chance(random, 0.12) ? { NotResource: list } : { Resource: list };
}

/** An ARN that breaks off, which IAM completes: `arn:aws:sqs` is every queue. */
function broken(random: Random, arn: string): string {
  const parts = arn.split(":").slice(0, pick(random, [3, 4, 5]));
  return chance(random, 0.5) ? parts.join(":") : `${parts.join(":")}:*`;
}

function drawPrincipal(random: Random, principal: Principal, { principal: who, without }: Kind) {
  if (who === "none") return {};
  if (who === "everybody") return { Principal: "*" as const };
  const named = several(random, 1, 3, () => drawNamed(random, principal));
  const block: Record<string, readonly string[]> = {};
  for (const [kind, value] of named) block[kind] = [...(block[kind] ?? []), value];
  const written = Object.fromEntries(
    Object.entries(block).map(([kind, values]) => [kind, scalarOrList(random, values)]),
  );
  if (!without?.includes("NotPrincipal") && chance(random, 0.15)) return { NotPrincipal: written };
  return { Principal: chance(random, 0.15) ? ("*" as const) : written };
}

/** The caller under one of its names, or somebody else. */
function drawNamed(
  random: Random,
  { arn, account, session, service }: Principal,
): readonly [kind: string, value: string] {
  if (chance(random, 0.25)) {
    return chance(random, 0.5)
      ? ["AWS", pick(random, STRANGERS)]
      : ["Service", pick(random, SERVICES)];
  }
  if (service !== undefined) return ["Service", service];
  const names = [arn, session ?? arn, `arn:aws:iam::${account}:root`, account, "*"];
  return ["AWS", pick(random, names)];
}
