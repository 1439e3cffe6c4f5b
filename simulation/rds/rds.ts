import type { Deployed } from "../deployed";
import type { Account } from "../iam/arns";
import type { Kms } from "../kms/kms";
import type { Clock } from "../time/clock";
import type { Random } from "../time/random";
import type { Faults } from "../wire/faults";
import type { Assumptions } from "./assumptions";
import type { Durations } from "./durations";
import type { RaisedEvent } from "./events";
import type { Region } from "./region";

/** What the parts of the simulated RDS share. */
export interface Rds {
  readonly account: Account;
  readonly clock: Clock;
  readonly random: Random;
  readonly kms: Kms;
  readonly deployed: Deployed;
  readonly assumptions: Assumptions;
  readonly durations: Durations;
  readonly fullAnswers: boolean;
  /** May be replaced at any time. */
  faults: Faults;
  /** How long a change stays unseen in lists, in milliseconds; asked for each change. */
  consistencyDelay: () => number;
  /** The region of this name, made when first asked for. */
  region(name: string): Region;
  readonly regions: Iterable<Region>;
  raise(event: RaisedEvent): void;
}
