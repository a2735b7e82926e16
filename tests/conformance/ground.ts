/** A lab to try a guardrail on: its own reads and writes by the enforcer's role, and an attacker. */
import {
  createCaller,
  createClients,
  createElsewhere,
  createExecutor,
  createTable,
} from "@holdfast/aws";
import {
  type Action,
  ALL_AT_ONCE,
  type Baseline,
  type Baselines,
  type Caller,
  createBaselines,
  type Executor,
  formatKey,
  type Guardrail,
  type Inspection,
  type Log,
  type ResourceKey,
  remediate,
  type Step,
  type SurveyContext,
} from "@holdfast/core";
import { describeDeployment, memberRoles } from "@holdfast/core/deployment";
import { createRotation } from "@holdfast/core/scan";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { type Lab, LabRequestHandler, type LoggedCall } from "@holdfast/lab";
import { type Attacker, createAttacker, type Scene } from "@holdfast/lab/stories";
import { enforcing, openTestLab } from "../support/lab.ts";
import { baseline as secureCart } from "../support/securecart.ts";

/** Key, in one line, to what was found. */
export type Inspections = ReadonlyMap<string, Inspection>;

export interface Ground {
  readonly lab: Lab;
  readonly scene: Scene;
  /** Administrator of the management account. */
  readonly attacker: Attacker;
  /** Refuses an action to the roles under which the guardrail reads and writes, until cancelled. */
  deny(action: string): () => void;
  /** Calls under those roles, refused ones too. */
  calls(): readonly LoggedCall[];
  /** Actions that the guardrail has asked for so far. */
  readonly used: ReadonlySet<string>;
  /** One key. */
  inspect(key: ResourceKey, baseline?: Baseline): Promise<Inspection>;
  /** Every declared key and every one that a survey of the true state knows, one by one. */
  inspectAll(baseline?: Baseline): Promise<Inspections>;
  /** As the scan reads; throws if it finds a key twice. */
  survey(baseline?: Baseline, context?: SurveyContext): Promise<Inspections>;
  /** Plans and executes until nothing is left to do. Returns how many steps that took. */
  converge(): Promise<number>;
  /** Writes that AWS was asked for by the guardrail's role, refused ones too. */
  writes(): readonly string[];
}

/** Rounds of plan and execute; the first does the work, a second may need what it made. */
const ROUNDS = 5;
/** What AWS is working on is given so many milliseconds until the next round. */
const PENDING = 15_000;

/** With every write that is declared, whatever SecureCart's modes need of them. */
const deployment = describeDeployment(
  { ...secureCart, modes: { default: "revert", guardrails: {}, units: {} } },
  { guardrails, tripwires },
  "lab",
);

/** So few calls of one kind that nobody can ask for everything at each scan. */
export const SPARING: SurveyContext = {
  ...ALL_AT_ONCE,
  turn: (share) => createRotation(0, {}).turn({ ...share, atMost: 3 }),
};

const silent: Log = { info() {}, warn() {}, error() {} };

/** @param enforced whether the deployed enforcer is at work as well, and whose baseline it has */
export async function onGround<T>(
  guardrail: Guardrail,
  act: (ground: Ground) => Promise<T>,
  { enforced = false }: { readonly enforced?: boolean | Baseline } = {},
): Promise<T> {
  const by = enforced === true ? secureCart : enforced;
  const { lab, scene } = openTestLab({ deployment }, by === false ? null : enforcing(by));
  try {
    return await act(groundOf(guardrail, lab, scene));
  } finally {
    await lab.close();
  }
}

function groundOf(guardrail: Guardrail, lab: Lab, scene: Scene): Ground {
  const role = roleOf(guardrail);
  // In other accounts it works under the roles that every account has.
  const names = [role.name, ...deployment.memberRoles.map(({ name }) => name)];
  const isOwn = (arn: string | undefined) => names.some((name) => arn?.endsWith(`/${name}`));
  const calls = () => lab.calls().filter((call) => isOwn(call.role));
  const used = new Set<string>();
  const { baselines, ...tools } = toolsOf(guardrail, lab, role.arn);
  const { aws, executor } = recorded(tools, used);
  const actions = new Set<string>(guardrail.writes.map(({ action }) => action));

  async function survey(baseline?: Baseline, context?: SurveyContext): Promise<Inspections> {
    const found = new Map<string, Inspection>();
    const known = baseline ?? (await baselines.refresh());
    for await (const { key, inspection } of guardrail.survey(known, aws, context)) {
      const id = formatKey(key);
      if (found.has(id)) throw new Error(`the survey gives ${id} twice`);
      found.set(id, comparable(inspection));
      keys.set(id, key);
    }
    return found;
  }

  const keys = new Map(guardrail.keys(secureCart).map((key) => [formatKey(key), key]));

  async function inspect(key: ResourceKey, baseline?: Baseline): Promise<Inspection> {
    return comparable(await guardrail.inspect(key, baseline ?? (await baselines.refresh()), aws));
  }

  async function inspectAll(baseline?: Baseline): Promise<Inspections> {
    const found = new Map<string, Inspection>();
    for (const [id, key] of keys) found.set(id, await inspect(key, baseline));
    return found;
  }

  /** Takes the steps, each of which must work. */
  async function putRight(key: ResourceKey, steps: readonly Step[]): Promise<void> {
    const { actions } = await remediate({ kind: "act", run: steps, withheld: [] }, steps, {
      executor,
      clock: lab.clock,
      ledger: baselines,
      inspect: () => inspect(key),
    });
    const undone = actions.find(({ result }) => result !== "done");
    if (undone) throw new Error(`${formatKey(key)}: ${undone.reason}: ${undone.detail}`);
  }

  return {
    lab,
    scene,
    attacker: createAttacker(scene.management, scene.connection),
    deny(action) {
      const cancels = names.map((name) => lab.trouble.deny(action, name));
      return () => {
        for (const cancel of cancels) cancel();
      };
    },
    calls,
    used,
    inspect,
    inspectAll,
    survey,
    async converge() {
      await survey();
      let steps = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const before = steps;
        let pending = false;
        for (const key of keys.values()) {
          const found = await inspect(key);
          if (found.kind === "pending") pending = true;
          if (found.kind !== "known" || found.steps.length === 0) continue;
          steps += found.steps.length;
          // What AWS refuses for now is tried again, which takes of the lab's time.
          const working = lab.clock.run(() => putRight(key, found.steps));
          await lab.clock.drain(lab.clock.now() + PENDING);
          await working;
        }
        if (pending) await lab.clock.drain(lab.clock.now() + PENDING);
        else if (steps === before) return steps;
      }
      throw new Error(`${guardrail.id} still has steps to take after ${ROUNDS} rounds`);
    },
    writes: () =>
      calls().flatMap(({ action, readOnly }) => (!readOnly && actions.has(action) ? [action] : [])),
  };
}

/** Without what can only be asked: two functions are never equal. */
function comparable(inspection: Inspection): Inspection {
  if (inspection.kind !== "known") return inspection;
  const { impact: _impact, ...rest } = inspection;
  return rest;
}

/** The role that `holdfast build` generates for the guardrail's domain. */
function roleOf({ domain }: Guardrail): { readonly name: string; readonly arn: string } {
  const one = deployment.functions.find(({ name }) => name.endsWith(`-enforce-${domain}`));
  if (one === undefined) throw new Error(`the deployment has no function for ${domain}`);
  const { name, path } = one.role;
  return { name, arn: `arn:aws:iam::${deployment.account}:role${path}${name}` };
}

interface Calls {
  readonly aws: Caller<Action>;
  readonly executor: Executor;
}

interface Tools extends Calls {
  /** SecureCart with the ids of what was made since, which the deployed enforcer knows as well. */
  readonly baselines: Baselines;
}

function toolsOf({ reads, writes }: Guardrail, lab: Lab, roleArn: string): Tools {
  const { accessKeyId, secretAccessKey, sessionToken } = lab.identity.assumeRole(
    "lambda.amazonaws.com",
    // The longest session that there is: properties let hours pass.
    { roleArn, sessionName: "conformance", durationSeconds: 12 * 3600 },
  );
  const { region } = deployment;
  const client = { region, requestHandler: new LabRequestHandler(lab.handle) };
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const options = {
    clients: createClients({ ...client, credentials }),
    clock: lab.clock,
    random: () => 0.5,
    log: silent,
    region,
  };
  const roles = memberRoles(deployment.stage);
  const elsewhere = createElsewhere({
    ...options,
    client,
    roles,
    session: "conformance",
    share: 1,
  });
  return {
    aws: createCaller({ ...options, elsewhere, declared: reads.map(({ action }) => action) }),
    executor: createExecutor({
      ...options,
      elsewhere,
      declared: writes.map(({ action }) => action),
    }),
    baselines: createBaselines(secureCart).on(
      createTable({ ...options, table: deployment.table.name }),
      lab.clock,
    ),
  };
}

function recorded({ aws, executor }: Calls, used: Set<string>): Calls {
  return {
    aws: recordedCaller(aws, used),
    executor: {
      execute(step) {
        used.add(step.action);
        return executor.execute(step);
      },
    },
  };
}

function recordedCaller(aws: Caller<Action>, used: Set<string>): Caller<Action> {
  return {
    call(action, input) {
      used.add(action);
      return aws.call(action, input);
    },
    pages(action, input) {
      used.add(action);
      return aws.pages(action, input);
    },
    at: (place) => recordedCaller(aws.at(place), used),
  };
}
