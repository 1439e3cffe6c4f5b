import { dayOfCopy, type ShownCopy, type Usual, unpacked } from "../copies";
import type { PageCause, PageData, PageRow } from "../model";

/** The data of a page, and what follows from them. */
export class Estate {
  readonly from: number;
  readonly madeAt: number;
  readonly rows: readonly PageRow[];
  readonly #causesOf = new Map<PageRow, PageCause[]>();
  readonly #rowsOf = new Map<PageCause, ReadonlySet<PageRow>>();

  constructor(readonly data: PageData) {
    this.from = Date.parse(data.from);
    this.madeAt = Date.parse(data.madeAt);
    this.rows = data.rows;
    for (const cause of [...data.troubles, ...data.warnings]) {
      const rows = cause.parts.flatMap((part) => part.rows.flatMap((index) => data.rows[index] ?? []));
      this.#rowsOf.set(cause, new Set(rows));
      for (const row of new Set(rows)) {
        const causes = this.#causesOf.get(row);
        if (causes) causes.push(cause);
        else this.#causesOf.set(row, [cause]);
      }
    }
  }

  causesOf(row: PageRow): readonly PageCause[] {
    return this.#causesOf.get(row) ?? [];
  }

  rowsOf(cause: PageCause): ReadonlySet<PageRow> {
    return this.#rowsOf.get(cause) ?? new Set();
  }

  regionOf({ region }: PageRow): string {
    return this.data.regions[region] ?? "";
  }

  deploymentOf({ deployment }: PageRow) {
    return this.data.deployments[deployment];
  }

  limitOf(row: PageRow): number | undefined {
    const hours = this.deploymentOf(row)?.maxAgeHours;
    return hours === undefined ? undefined : hours * 3600;
  }

  stateAt(index: number | undefined) {
    return index === undefined ? undefined : this.data.states[index];
  }

  stateOf({ state }: PageRow): string {
    return this.stateAt(state)?.name ?? "";
  }

  copiesOn(row: PageRow, day: number): ShownCopy[] {
    const usual: Usual = {
      from: this.from,
      database: row.database,
      sourceRegion: this.deploymentOf(row)?.sourceRegion ?? "",
      key: row.key,
      stateOn: (one) => row.days[one],
    };
    return row.copies.filter((copy) => dayOfCopy(copy) === day).map((copy) => unpacked(copy, usual));
  }
}
