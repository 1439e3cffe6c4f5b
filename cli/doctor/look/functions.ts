import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  GetFunctionEventInvokeConfigCommand,
  type GetFunctionEventInvokeConfigCommandOutput,
  GetPolicyCommand,
} from "@aws-sdk/client-lambda";
import { type Bundle, type Deployment, functionName } from "../../../handlers/core/deployment";
import type { Aws } from "../../aws";
import { askFor, type Known } from "../known";

/** A function as Lambda shows it. Undefined is what does not exist. */
export interface FunctionFacts {
  readonly configuration: Known<GetFunctionConfigurationCommandOutput | undefined>;
  /** Reserved concurrency; undefined: none is reserved. */
  readonly concurrency: Known<number | undefined>;
  readonly invocation: Known<GetFunctionEventInvokeConfigCommandOutput | undefined>;
  /** JSON: who may invoke it. */
  readonly policy: Known<string | undefined>;
}

export async function lookAtFunction(bundle: Bundle, { name }: Deployment, aws: Aws): Promise<FunctionFacts> {
  const { region } = aws;
  const client = aws.operators.lambda(region);
  const of = { FunctionName: functionName(name, bundle) };
  const asked = (action: string) => ({ action: `lambda:${action}`, region });
  const [configuration, concurrency, invocation, policy] = await Promise.all([
    askFor(aws, asked("GetFunctionConfiguration"), (options) =>
      client.send(new GetFunctionConfigurationCommand(of), options),
    ),
    askFor(aws, asked("GetFunctionConcurrency"), async (options) => {
      const answer = await client.send(new GetFunctionConcurrencyCommand(of), options);
      return answer.ReservedConcurrentExecutions;
    }),
    askFor(aws, asked("GetFunctionEventInvokeConfig"), (options) =>
      client.send(new GetFunctionEventInvokeConfigCommand(of), options),
    ),
    askFor(aws, asked("GetPolicy"), async (options) => (await client.send(new GetPolicyCommand(of), options)).Policy),
  ]);
  return { configuration, concurrency, invocation, policy };
}
