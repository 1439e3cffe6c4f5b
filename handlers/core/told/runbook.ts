/**
 * What an alarm, a kind of trouble and a reason mean, and what to do, for people: a heading each (a test compares them).
 *
 * On `main`, not on the tag of a version: that page always exists, of a fork and before a release too; it knows more of what a version does
 * than that version did; and an alarm's description stays as it is when the version is raised. So headings are public, and stay.
 */
const RUNBOOK = "https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md";

/** @param heading a reason, a kind of trouble, or an alarm without the name of its deployment and its region */
export const runbookLink = (heading: string): string => `${RUNBOOK}#${heading}`;
