/** When the sweep starts without a schedule and without backup windows. */
export const DEFAULT_SCHEDULE = "cron(0 6 * * ? *)";

/** RDS's own rule. */
export const SHORTEST_WINDOW_MINUTES = 30;

/** What Lambda takes as environment variables. It measures their JSON: its error shows the string. */
export const ENVIRONMENT_BYTES = 4096;
