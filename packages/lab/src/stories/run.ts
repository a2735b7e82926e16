/** Plays one story on a lab and judges it. */
import type { Lab } from "../model.ts";
import { type Connection, createAttacker } from "./attacker.ts";
import { gather } from "./evidence.ts";
import { putHold } from "./hold.ts";
import type { Stage, Story } from "./story.ts";
import { type Line, timeline } from "./timeline.ts";
import { judge, millisToVerified } from "./verdict.ts";

/** A lab to play on, and what the baseline calls things. */
export interface Scene {
  readonly lab: Lab;
  /** Leads SDK clients to the lab. */
  readonly connection: Connection;
  readonly management: string;
  readonly deploymentStage: string;
  readonly enforcerRole: string;
  readonly identityCenterRole: string;
  /** Unit path or account name -> id. */
  readonly places: Readonly<Record<string, string>>;
  /** Policy name -> id. */
  readonly policies: Readonly<Record<string, string>>;
  readonly center: {
    readonly instance: string;
    readonly identityStore: string;
    /** Permission set -> ARN, group -> id, user -> id. */
    readonly permissionSets: Readonly<Record<string, string>>;
    readonly groups: Readonly<Record<string, string>>;
    readonly users: Readonly<Record<string, string>>;
  };
}

/** One entry of `npm start -- --format json` (part of the contract), and what the terminal shows. */
export interface Played {
  readonly id: string;
  readonly title: string;
  readonly expects: Story["expects"];
  readonly held: boolean;
  readonly drift: readonly { readonly key: string; readonly path: string }[];
  readonly actions: readonly {
    readonly action: string;
    readonly key: string;
    readonly at: string;
  }[];
  readonly findings: readonly { readonly id: string; readonly recordState: string }[];
  readonly millis: number;
}

/** Twenty minutes hold the last re-check, and a killed function's messages coming back. */
const PATIENCE = 20 * 60_000;

export async function play(
  story: Story,
  scene: Scene,
): Promise<{ played: Played; problems: readonly string[]; timeline: readonly Line[] }> {
  const { lab, connection } = scene;
  const { clock } = lab;
  const startedAt = clock.now();
  const before = lab.organization();
  const { management, deploymentStage, enforcerRole, identityCenterRole } = scene;
  const stage: Stage = {
    lab,
    enforcerRole,
    identityCenterRole,
    place: (name) => named(scene.places, name),
    policy: (name) => named(scene.policies, name),
    center: {
      instance: scene.center.instance,
      identityStore: scene.center.identityStore,
      permissionSet: (name) => named(scene.center.permissionSets, name),
      group: (name) => named(scene.center.groups, name),
      user: (name) => named(scene.center.users, name),
    },
    attacker: (accessKeyId = management) => createAttacker(accessKeyId, connection),
    hold: (on, reason) => putHold({ on, reason, management, deploymentStage, connection }),
    scan: () => lab.send(`holdfast-${deploymentStage}-scan`, { holdfast: "scan" }),
    pass: (ms) => clock.drain(clock.now() + ms),
  };
  await story.act(stage);
  const actedAt = clock.now();
  await clock.drain(actedAt + (story.patience ?? PATIENCE));

  const evidence = gather(lab, before, actedAt);
  const problems = judge(story, evidence, stage);
  const places = new Map(Object.entries(scene.places).map(([name, id]) => [id, name]));
  return {
    problems,
    timeline: timeline(evidence, startedAt, places),
    played: {
      id: story.id,
      title: story.title,
      expects: story.expects,
      held: problems.length === 0,
      drift: evidence.drift.map(({ key, path }) => ({ key, path })),
      actions: evidence.writes.map(({ action, object = "", at }) => ({
        action,
        key: object,
        at: new Date(at).toISOString(),
      })),
      findings: evidence.findings.map(({ Id, RecordState }) => ({
        id: String(Id),
        recordState: String(RecordState),
      })),
      millis: Math.round(millisToVerified(evidence)),
    },
  };
}

function named(ids: Readonly<Record<string, string>>, name: string): string {
  const id = ids[name];
  if (id === undefined) throw new Error(`the baseline of this lab has no ${name}`);
  return id;
}
