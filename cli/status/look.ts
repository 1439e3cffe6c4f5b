import { memory } from "../../handlers/aws/memory";
import type { Coverage } from "../../handlers/core/coverage/model";
import { compare } from "../../handlers/core/told/compare";
import { parseTold, type Told } from "../../handlers/core/told/told";
import { notKnownToBeOver } from "../../handlers/core/told/words";
import { awsProblem } from "../aws-problem";
import { asSentence } from "../capital";
import type { Deployed } from "../deployments/deployed";
import { asRead } from "../estate/as-read";
import { lookAtEstate } from "../estate/look";
import type { Session } from "../session";
import { slowClock } from "./clock";
import type { Status } from "./model";
import { withToldBefore } from "./told-before";

/** @throws Stop if the databases cannot be listed */
export async function statusOf(deployed: Deployed, session: Session): Promise<Status> {
  const look = await lookAtEstate(deployed, "daily", session);
  const { settings } = deployed.startup;
  const read = asRead(look);
  const told = isAnyUnsure(read.coverage) ? await toldBefore(deployed, session) : "";
  const coverage = typeof told === "string" ? read.coverage : withToldBefore(read.coverage, told);
  const left = typeof told === "string" ? told : notKnownToBeOver(compare(told, coverage).unsure).trim();
  const plans = look.report.kinds.flatMap(({ plan }) => plan ?? []);
  return {
    deployment: deployed.deployment,
    targets: settings.targets,
    settings,
    maxAgeHours: settings.maxRecoveryPointAgeHours,
    listed: plans.length === look.report.kinds.length ? plans.reduce((sum, { seen }) => sum + seen, 0) : undefined,
    coverage: settings.restoreChecks === "off" ? withoutChecks(coverage) : coverage,
    inventories: look.seen.flatMap(({ inventory }) => inventory ?? []),
    unread: [...read.unread, ...slowClock(coverage, look.now)],
    notes: [
      ...(settings.restoreChecks === "off" ? [NO_CHECKS] : []),
      ...look.unknownNeeds.map(asSentence),
      ...(left === "" ? [] : [left]),
    ],
    now: look.now,
  };
}

const isAnyUnsure = ({ databases, routes }: Coverage): boolean =>
  databases.some(({ unsure }) => unsure.length > 0) || routes.some(({ reach }) => reach !== "whole");

/** What people were told; a text, if that is not known: why, if anybody remembers it at all. */
async function toldBefore({ startup, deployment }: Deployed, { aws }: Session): Promise<Told | string> {
  const { toldParameter } = startup.wiring;
  if (toldParameter === undefined) return "";
  const { sourceRegion: region } = deployment;
  const notKnown = "So whether copying fails is not known where a copy is due";
  try {
    const read = await memory(toldParameter, aws.others.ssm(region), aws.deadline).read();
    const told = read && parseTold(read.text);
    return told ?? `The record of what people were told, ${toldParameter}, is lost or damaged. ${notKnown}.`;
  } catch (thrown) {
    const { message } = awsProblem(thrown, { action: "ssm:GetParameter", region });
    return `The record of what people were told cannot be read: ${message}. ${notKnown}.`;
  }
}

const NO_CHECKS = 'Whether copies can be restored is not looked at: restore_checks = "off".';

/** Nobody wants to know it. */
const withoutChecks = ({ databases, routes }: Coverage): Coverage => ({
  databases: databases.map((row) => ({ ...row, unsure: row.unsure.filter((kind) => kind !== "unrestorable") })),
  routes,
});
