/** The time that computing takes, whatever else the machine does meanwhile. */

/** Milliseconds of CPU time that this process has used so far, its garbage collector's included. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
