/** A simulation that has taken over the time of its process. */
export interface Simulation {
  /** Whether somebody waits for its time to pass. */
  readonly running: boolean;
  /** Restores the process. Whoever waits gets an error with the reason. */
  end(reason: string): void;
}

/** A process has one time: at most one simulation can have it. */
let present: Simulation | undefined;

export function begin(simulation: Simulation): void {
  present?.end("another simulation took over the time of the process; await each run before the next one begins");
  present = simulation;
}

/** Ends a simulation that runs on although the test that began it is over. */
export function endAbandoned(reason: string): void {
  if (present?.running) present.end(reason);
}
