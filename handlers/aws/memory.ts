import { GetParameterCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { Deadline } from "../rds/deadline";
import { RdsError } from "../rds/errors";
import { call } from "./call";

/** A text, and which of all that were written it is. */
export interface Remembered {
  readonly text: string;
  readonly version: number;
}

/** One text that outlives a run. */
export interface Memory {
  /** @returns undefined if it is not there any more @throws RdsError */
  read(): Promise<Remembered | undefined>;
  /** @returns its version @throws RdsError */
  write(text: string): Promise<number>;
}

/** A standard parameter of Systems Manager (docs/aws-facts.md#parameters). */
export function memory(name: string, client: SSMClient, deadline: Deadline): Memory {
  const abort = { abortSignal: deadline.signal };
  return {
    read: async () => {
      try {
        const { Parameter } = await call(deadline, client.send(new GetParameterCommand({ Name: name }), abort));
        return { text: Parameter?.Value ?? "", version: Parameter?.Version ?? 0 };
      } catch (error) {
        if (error instanceof RdsError && error.awsCode === "ParameterNotFound") return undefined;
        throw error;
      }
    },
    write: async (text) => {
      const command = new PutParameterCommand({ Name: name, Value: text, Type: "String", Overwrite: true });
      const { Version } = await call(deadline, client.send(command, abort));
      return Version ?? 0;
    },
  };
}
