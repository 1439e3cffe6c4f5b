import { homepage } from "../../package.json";

/** docs/restore.md, where those find it who have the package or the folder only. */
export const STEPS = `${homepage.replace(/#.*$/, "")}/blob/main/docs/restore.md`;
