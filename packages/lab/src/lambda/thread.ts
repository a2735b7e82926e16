/** The worker thread's entry: loads a built function and runs what the lab sends, one at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { createRandomSource } from "../random.ts";
import { type Handler, handlerContext } from "./context.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "./protocol.ts";
import { followLabTime } from "./thread-time.ts";

const port = parentPort;
if (!port) throw new Error("this module runs in a worker thread only");
const post = (message: FromWorker): void => port.postMessage(message);

// Through the port, not the stream: a line then arrives before the result of what wrote it.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    for (const line of text.split("\n")) if (line !== "") post({ type: "log", line });
    const callback = rest.at(-1);
    if (typeof callback === "function") callback();
    return true;
  };
}

const { module, handler: name, now, seed }: WorkerSetup = workerData;
const time = now === undefined ? undefined : followLabTime(now, post);
if (time) Math.random = createRandomSource(seed)("function");
const exported: unknown = Reflect.get(await import(module), name);
if (typeof exported !== "function") throw new Error(`${module} has no function ${name}`);
const handler = exported as Handler;

async function invoke({ event, context }: Extract<ToWorker, { type: "invoke" }>): Promise<void> {
  try {
    const result = await handler(event, handlerContext(context, Date.now));
    // Lambda sends results as JSON: what does not survive that never leaves the function.
    post({
      type: "done",
      result: result === undefined ? null : JSON.parse(JSON.stringify(result)),
    });
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    post({ type: "failed", name, message, stack });
  }
}

port.on("message", (message: ToWorker) => {
  time?.follow(message.now, message.turn);
  if (message.type === "invoke") void invoke(message);
  else time?.wake(message.timer);
});
