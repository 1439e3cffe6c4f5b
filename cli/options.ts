import { Command, Option } from "commander";
import { harmlessJson } from "./harmless";

/** Flags that commands have in common. */
export interface CommonFlags {
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
  readonly printPolicy?: boolean;
}

/** For options that may be given several times. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** For commands about some databases. */
export const DATABASE = new Option(
  "--database <pattern>",
  "orders, shop-*, cluster/shop …; may be given several times",
).argParser(several);

export interface Described {
  readonly name: string;
  readonly description: string;
  /** What is in the region that the command asks for: `the databases`. */
  readonly region: string;
}

/** A command with the options that all have. Its own come first in its help. */
export function commandWith({ name, description, region }: Described, own: (command: Command) => Command): Command {
  return own(new Command(name).description(description))
    .option("--region <region>", `where ${region} are (default: AWS_REGION, or that of the profile)`)
    .option("--profile <name>", "of the AWS CLI's configuration")
    .option("--json", "print for programs")
    .option("--print-policy", "print an IAM policy of all that this command calls");
}

/** As a program reads it. @param indent of one line: 0 */
export const printedJson = (value: object, indent = 2): string =>
  `${harmlessJson(JSON.stringify(value, null, indent))}\n`;

/** In `--json` of each command: raised when one of its fields changes its meaning or goes. New fields may come. */
export const SCHEMA = 1;
