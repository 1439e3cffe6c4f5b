import type { Returned } from "../../handlers/run/summary";
import type { Holding } from "./copies";
import { shorten } from "./timeline";

/** What the result of a whole run says is wrong with a database in a target region: kinds of trouble, and their cause once. */
export function noteOf({ kind, database, targetRegion, gone, stopped }: Holding, result: unknown): string {
  const troubles = hasTroubles(result) ? result.troubles : [];
  const own = troubles.filter(
    (one) =>
      one.kind === kind &&
      one.database === database &&
      one.target_region === targetRegion &&
      (one.trouble === "orphaned") === gone,
  );
  if (own.length === 0) return stopped ? "stopped" : "";
  const kinds = own.map(({ trouble }) => trouble).join(", ");
  return `${kinds}: ${shorten(own[0]?.cause ?? "")}`;
}

const hasTroubles = (result: unknown): result is Pick<Returned, "troubles"> =>
  typeof result === "object" && result !== null && "troubles" in result && Array.isArray(result.troubles);
