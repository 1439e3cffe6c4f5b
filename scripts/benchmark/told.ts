import { playTold, type ToldFigures } from "../../simulation/estate/told-figures";
import type { Told } from "../../simulation/sns/told";
import { kb, number, row } from "./print";

const DATABASES = 200;
const DAYS = 1;
const DEAD = [0, 1, 10];

/** What people get, and what it costs, of an estate that is healthy and of ones with dead keys; and how messages read. */
export async function told(): Promise<void> {
  const played: ToldFigures[] = [];
  for (const dead of DEAD) {
    const figures = await playTold({ databases: DATABASES, dead, days: DAYS });
    played.push(figures);
    row(
      `${DATABASES} databases, ${dead} dead keys, ${DAYS} days: alarms that rang`,
      counted(figures.rang.map(({ alarm }) => alarm)),
    );
    row("  messages; digests", `${figures.messages.length}; ${figures.digests.length}`);
    row("  dead letters; failed runs", `${figures.deadLetters}; ${figures.failedSweeps}`);
    row("  log a day, metrics included", kb(figures.logBytesADay));
    row("  API calls a day", number(Math.round(figures.callsADay)));
  }
  const [, one, ten] = played;
  for (const message of [
    ...(one?.messages ?? []),
    ...(ten?.messages ?? []).slice(0, 1),
    ...(ten?.digests ?? []).slice(-1),
  ]) {
    print(message);
  }
}

/** `troubles-begun 2, …` */
function counted(alarms: readonly string[]): string {
  const names = [...new Set(alarms)].sort();
  const times = names.map(
    (name) => `${name.replace("rds-cross-region-backup-", "")} ${alarms.filter((one) => one === name).length}`,
  );
  return times.join(", ") || "none";
}

function print({ subject, text }: Told): void {
  console.log(`\n--- Subject: ${subject}\n\n${text}`);
}
