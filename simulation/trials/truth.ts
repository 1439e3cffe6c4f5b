import type { World } from "../world";
import type { Rests } from "./invariants/rests";
import type { Ledger } from "./ledger";
import type { Runs } from "./runs";
import type { Scenario } from "./scenario";
import type { SettingsHistory } from "./settings";
import type { Verdict } from "./verdict";

/** What the invariants are checked against: the world, and who did what in it. */
export interface Truth {
  readonly world: World;
  readonly scenario: Scenario;
  readonly ledger: Ledger;
  readonly settings: SettingsHistory;
  readonly runs: Runs;
  readonly rests: Rests;
  readonly verdict: Verdict;
}
