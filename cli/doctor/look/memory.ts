import { memory, type Remembered } from "../../../handlers/aws/memory";
import type { Aws } from "../../aws";
import { ask, type Known } from "../known";

/** What people were told last; undefined: it is not there. */
export function lookAtMemory(parameter: string, aws: Aws): Promise<Known<Remembered | undefined>> {
  const { region, deadline } = aws;
  return ask(aws, { action: "ssm:GetParameter", region }, () =>
    memory(parameter, aws.others.ssm(region), deadline).read(),
  );
}
