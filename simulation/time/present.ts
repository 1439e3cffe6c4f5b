/** What has taken over the time of its process. */
export interface Simulation {
  /** Whether its time is passing: someone waits for it. */
  readonly running: boolean;
  /** Gives everything back to the process; whoever waits is told the reason. */
  end(reason: string): void;
}

/** A process has one time: at most one simulation can have it. */
let present: Simulation | undefined;

export function begin(simulation: Simulation): void {
  present?.end("another simulation took over the time of the process; await each run before the next one begins");
  present = simulation;
}

/** Ends a simulation whose time still passes, although what began it is over. */
export function endAbandoned(reason: string): void {
  if (present?.running) present.end(reason);
}
