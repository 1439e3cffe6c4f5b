import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import type { Context } from "./context";

export const IN_TROUBLE_NOW = "in-trouble-now";
export const HISTORY = "history-of-one-database";

/** As it stands in the console of Logs Insights, in a folder of the deployment. */
export const queryName = (deployment: string, query: string): string => `${deployment}/${query}`;

/** The daily run writes a line for each trouble that stands. More than a day may show two runs, the last of which is what is in trouble now. */
const TROUBLE_LINES = `# What is in trouble, as the last daily run saw it: choose a time of at least 25 hours. What it saw comes first: what was seen only earlier is over.
fields @timestamp, kind, database, target_region, trouble, cause, remedy
| filter message = "trouble"
| stats latest(cause) as why, latest(remedy) as what_to_do, max(@timestamp) as seen by trouble, kind, database, target_region
| sort seen desc
| limit 1000`;

/** Lines about everything stand with \`*\` in place of the database. */
const DATABASE_LINES = `# All that was done, deferred, skipped or failed for one database: put its id in place of my-database.
fields @timestamp, message, target_region, reason, trouble, detail, cause, remedy, copy_id
| filter database in ["my-database", "*"]
| sort @timestamp desc
| limit 1000`;

/** Two saved queries, for whom an alarm or a message sends to the logs. */
export function queries({ make, inputs }: Context, logGroups: readonly CloudwatchLogGroup[]): void {
  const logGroupNames = logGroups.map(({ name }) => name);
  const query = (role: string, name: string, queryString: string) =>
    make(CloudwatchQueryDefinition, role, { name: queryName(inputs.name, name), logGroupNames, queryString });
  query("in_trouble_now", IN_TROUBLE_NOW, TROUBLE_LINES);
  query("history_of_one_database", HISTORY, DATABASE_LINES);
}
