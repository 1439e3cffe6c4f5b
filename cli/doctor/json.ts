import { runbookLink } from "../../handlers/core/told/runbook";
import { SCHEMA } from "../options";
import type { Problem } from "../problem";
import type { Examined } from "./print";

/** As docs/command-line.md has it. */
export const examinedJson = (region: string, all: readonly Examined[], unreadable: readonly Problem[]): object => ({
  schema: SCHEMA,
  region,
  deployments: all.map(({ deployed: { deployment, startup }, findings }) => ({
    name: deployment.name,
    account: deployment.account,
    source_region: deployment.sourceRegion,
    target_regions: startup.settings.targets,
    findings: findings.map(({ check, result, subject, cause, remedy, commands = [], runbook }) => ({
      check,
      result,
      subject,
      cause,
      remedy: remedy ?? null,
      commands: commands.map((words) => words.join(" ")),
      runbook: runbook === undefined ? null : runbookLink(runbook),
    })),
  })),
  could_not_be_read: unreadable,
});
