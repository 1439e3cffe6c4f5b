import { copyOf, database, FRANKFURT, known, snapshotOf } from "./estate";

/** A database with a copy of last week's backup, and tonight's backup whose copy is due or has failed. */
export const orders = database("orders");
export const tonight = snapshotOf(orders);
export const LAST_WEEK = new Date("2026-01-25T03:07:00Z");
export const lastWeek = snapshotOf(orders, LAST_WEEK);
export const oldCopy = (region = FRANKFURT) => known(copyOf(lastWeek, region), lastWeek);
export const failedCopy = (region = FRANKFURT) => known(copyOf(tonight, region, { status: "failed" }), tonight);

/** Tonight's backups of more databases than may fail in passing. */
export const many = Array.from({ length: 6 }, (_, index) => snapshotOf(database(`db-${index}`)));
