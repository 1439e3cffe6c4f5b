import { objectIn, type Published } from "./topics";

/** A message that functions have published, as people get it. */
export interface Told {
  readonly time: number;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** As a mail has it. */
  readonly text: string;
  /** What other protocols get, if that is JSON: the custom notification of chat integrations. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** SNS's id, another for each message. */
  readonly id: string;
}

export function toldOf({ time, topicArn, subject, id, textFor }: Published): Told {
  return { time, topicArn, subject, text: textFor("email"), json: objectIn(textFor("https")), id };
}
