/** A lab to try a guardrail on: its own reads and writes by the enforcer's role, and an attacker. */
import { createCaller, createClients, createExecutor } from "@holdfast/aws";
import {
  type Action,
  type Baseline,
  type Caller,
  type Executor,
  formatKey,
  type Guardrail,
  type Inspection,
  type Log,
  type ResourceKey,
} from "@holdfast/core";
import { type Lab, LabRequestHandler } from "@holdfast/lab";
import { type Attacker, createAttacker, type Scene } from "@holdfast/lab/stories";
import { enforcer, openTestLab } from "../support/lab.ts";
import { deployment, baseline as secureCart } from "../support/securecart.ts";

/** Key, in one line, to what was found. */
export type Inspections = ReadonlyMap<string, Inspection>;

export interface Ground {
  readonly lab: Lab;
  readonly scene: Scene;
  /** Administrator of the management account. */
  readonly attacker: Attacker;
  /** Name of the role under which the guardrail reads and writes. */
  readonly role: string;
  /** Actions that the guardrail has asked for so far. */
  readonly used: ReadonlySet<string>;
  /** One key. */
  inspect(key: ResourceKey, baseline?: Baseline): Promise<Inspection>;
  /** Every declared key and every one that a survey of the true state knows, one by one. */
  inspectAll(baseline?: Baseline): Promise<Inspections>;
  /** As the scan reads; throws if it finds a key twice. */
  survey(baseline?: Baseline): Promise<Inspections>;
  /** Plans and executes until nothing is left to do. Returns how many steps that took. */
  converge(): Promise<number>;
  /** Writes that AWS was asked for by the guardrail's role, refused ones too. */
  writes(): readonly string[];
}

/** Rounds of plan and execute; the first does the work, a second may need what it made. */
const ROUNDS = 5;
/** What AWS is working on is given so many milliseconds until the next round. */
const PENDING = 15_000;

const silent: Log = { info() {}, warn() {}, error() {} };

/** @param enforced whether the deployed enforcer is at work as well */
export async function onGround<T>(
  guardrail: Guardrail,
  act: (ground: Ground) => Promise<T>,
  { enforced = false }: { readonly enforced?: boolean } = {},
): Promise<T> {
  const { lab, scene } = openTestLab({}, enforced ? enforcer : null);
  try {
    return await act(groundOf(guardrail, lab, scene));
  } finally {
    await lab.close();
  }
}

function groundOf(guardrail: Guardrail, lab: Lab, scene: Scene): Ground {
  const role = roleOf(guardrail);
  const used = new Set<string>();
  const { aws, executor } = recorded(toolsOf(guardrail, lab, role.arn), used);
  const actions = new Set<string>(guardrail.writes.map(({ action }) => action));

  async function survey(baseline = secureCart): Promise<Inspections> {
    const found = new Map<string, Inspection>();
    for await (const { key, inspection } of guardrail.survey(baseline, aws)) {
      const id = formatKey(key);
      if (found.has(id)) throw new Error(`the survey gives ${id} twice`);
      found.set(id, comparable(inspection));
      keys.set(id, key);
    }
    return found;
  }

  const keys = new Map(guardrail.keys(secureCart).map((key) => [formatKey(key), key]));

  async function inspect(key: ResourceKey, baseline = secureCart): Promise<Inspection> {
    return comparable(await guardrail.inspect(key, baseline, aws));
  }

  async function inspectAll(baseline = secureCart): Promise<Inspections> {
    const found = new Map<string, Inspection>();
    for (const [id, key] of keys) found.set(id, await inspect(key, baseline));
    return found;
  }

  return {
    lab,
    scene,
    attacker: createAttacker(scene.management, scene.connection),
    role: role.name,
    used,
    inspect,
    inspectAll,
    survey,
    async converge() {
      await survey();
      let steps = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const inspected = [...(await inspectAll()).values()];
        const planned = inspected.flatMap((one) => (one.kind === "known" ? one.steps : []));
        if (inspected.some(({ kind }) => kind === "pending")) {
          await lab.clock.drain(lab.clock.now() + PENDING);
        } else if (planned.length === 0) {
          return steps;
        }
        steps += planned.length;
        for (const step of planned) {
          // What AWS refuses for now is tried again, which takes of the lab's time.
          const executed = lab.clock.run(() => executor.execute(step));
          await lab.clock.drain(lab.clock.now() + PENDING);
          const result = await executed;
          if (result.kind === "failed") throw result.error;
        }
      }
      throw new Error(`${guardrail.id} still has steps to take after ${ROUNDS} rounds`);
    },
    writes: () =>
      lab
        .writes()
        .filter((call) => call.role === role.arn && actions.has(call.action))
        .map(({ action }) => action),
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

interface Tools {
  readonly aws: Caller<Action>;
  readonly executor: Executor;
}

function toolsOf({ reads, writes }: Guardrail, lab: Lab, roleArn: string): Tools {
  const { accessKeyId, secretAccessKey, sessionToken } = lab.identity.assumeRole(
    "lambda.amazonaws.com",
    // The longest session that there is: properties let hours pass.
    { roleArn, sessionName: "conformance", durationSeconds: 12 * 3600 },
  );
  const { region } = deployment;
  const options = {
    clients: createClients({
      region,
      requestHandler: new LabRequestHandler(lab.handle),
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    }),
    clock: lab.clock,
    random: () => 0.5,
    log: silent,
    region,
  };
  return {
    aws: createCaller({ ...options, declared: reads.map(({ action }) => action) }),
    executor: createExecutor({ ...options, declared: writes.map(({ action }) => action) }),
  };
}

function recorded({ aws, executor }: Tools, used: Set<string>): Tools {
  return {
    aws: {
      call(action, input) {
        used.add(action);
        return aws.call(action, input);
      },
      pages(action, input) {
        used.add(action);
        return aws.pages(action, input);
      },
    },
    executor: {
      execute(step) {
        used.add(step.action);
        return executor.execute(step);
      },
    },
  };
}
