import { playIdleHour } from "../../simulation/estate/idle-hour";
import { number, row } from "./print";

const SIZES = [10, 200, 2_000, 10_000];

/** What follow-ups cost that have nothing to do: calls a run and a day, of the four in an hour, one of which looks at everything. */
export async function followUps(): Promise<void> {
  for (const databases of SIZES) {
    const runs = await playIdleHour({ databases, snapshots: 7, copies: 7 });
    const calls = runs.map((run) => run.calls);
    const perHour = calls.reduce((sum, one) => sum + one, 0);
    const [least, most] = [Math.min(...calls), Math.max(...calls)];
    const each = (count: number) => `${number(count)} (${(count / databases).toFixed(3)} a database)`;
    row(`${number(databases)} databases × 7 snapshots and copies: calls of an idle follow-up`, each(least));
    if (most > least) row("  of the first in each hour, which looks at everything", each(most));
    row(`  a day, ${runs.length * 24} follow-ups`, number(perHour * 24));
  }
}
