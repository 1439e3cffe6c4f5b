import { documentAt } from "../documents";

export const STEPS = documentAt("docs/restore.md");
