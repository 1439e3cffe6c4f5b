import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { synth } from "./synth";

const query = (role: string) =>
  synth({ name: "orders" }).resource(`aws_cloudwatch_query_definition.${role}`) as {
    name: string;
    query_string: string;
  };

describe.each(["in_trouble_now", "history_of_one_database"])("the saved query %s", (role) => {
  test("stands in a folder of the deployment, and looks into the logs of both functions", () => {
    expect(query(role)).toMatchObject({
      name: `orders/${role.replaceAll("_", "-")}`,
      log_group_names: ["sweep", "backup_finished"].map((fn) => hcl(`aws_cloudwatch_log_group.${fn}.name`)),
    });
  });

  test("is of commands that Logs Insights has, one a line, below a comment that says how to use it", () => {
    const [comment, ...lines] = query(role).query_string.split("\n");
    expect(comment).toMatch(/^# [A-Z].*\.$/);
    for (const line of lines) expect(line).toMatch(/^(fields|\| (filter|stats|sort|limit)) /);
  });
});

test("what is in trouble is the newest line of each trouble, with why and what to do", () => {
  const { query_string } = query("in_trouble_now");
  expect(query_string).toContain('| filter message = "trouble"');
  expect(query_string).toMatch(/latest\(cause\).*latest\(remedy\).* by trouble, kind, database, target_region/);
});

test("the history of a database has the lines about everything too", () => {
  expect(query("history_of_one_database").query_string).toContain('| filter database in ["my-database", "*"]');
});
