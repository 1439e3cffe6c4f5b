import { type MetricAlarm, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Deployment } from "../../../handlers/core/deployment";
import type { Aws } from "../../aws";
import { ask, type Known } from "../known";

/** By name; of other deployments too, whose names begin alike. */
export type AlarmFacts = Known<ReadonlyMap<string, MetricAlarm>>;

export function lookAtAlarms({ name }: Deployment, aws: Aws): Promise<AlarmFacts> {
  const { region } = aws;
  return ask(aws, { action: "cloudwatch:DescribeAlarms", region }, async (options) => {
    const found = new Map<string, MetricAlarm>();
    const wanted = { AlarmNamePrefix: `${name}-`, AlarmTypes: ["MetricAlarm" as const] };
    const pages = paginateDescribeAlarms({ client: aws.operators.cloudWatch(region) }, wanted, options);
    for await (const { MetricAlarms = [] } of pages) {
      for (const alarm of MetricAlarms) if (alarm.AlarmName !== undefined) found.set(alarm.AlarmName, alarm);
    }
    return found;
  });
}
