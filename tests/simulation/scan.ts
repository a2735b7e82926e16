/** Asks the deployed drift scan for everything, as its schedule does. */
import type { Deployment } from "@holdfast/core";
import type { Lab } from "@holdfast/lab";

export function askForScan(lab: Lab, deployment: Deployment): void {
  const queue = deployment.queues.find(({ name }) => name.endsWith("-scan"));
  if (queue === undefined) throw new Error("the deployment has no queue of the scan");
  lab.send(queue.name, { holdfast: "scan" });
}
