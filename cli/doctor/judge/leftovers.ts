import { counted, moment } from "../../../handlers/core/told/words";
import type { Facts } from "../facts";
import { type Command, type Finding, saying } from "../finding";
import type { Leftover } from "../look/leftovers";

const { ok, mend, unknown } = saying("leftovers");

/** Copies in the target regions whose deployment is gone: nothing deletes them but people. */
export function leftoverFindings({ leftovers, estate, deployed }: Facts): Finding[] {
  const { targets } = deployed.startup.settings;
  if (estate.is === "unknown") return [unknown(targets.join(" "), estate)];
  const unread = new Set(
    estate.value.coverage.routes.flatMap(({ route, reach }) => (reach === "none" ? route.targetRegion : [])),
  );
  const found = [
    ...leftovers.flatMap(judge),
    ...[...unread].map((region) =>
      unknown(region, {
        cause: `whose copies lie in ${region} could not be read`,
        remedy: "see what hinders that above",
      }),
    ),
  ];
  return found.length > 0 ? found : [ok(targets.join(" "), "all copies are of deployments that are there")];
}

function judge({ deployment, copies, isDeployed }: Leftover): Finding[] {
  const { name, sourceRegion } = deployment;
  const subject = `${name} of ${sourceRegion}`;
  const regions = [...new Set(copies.map(({ snapshot }) => snapshot.region))].sort();
  const gib = copies.reduce((sum, { snapshot }) => sum + snapshot.sizeGib, 0);
  const newest = new Date(Math.max(...copies.map(({ sourceTime }) => sourceTime.getTime())));
  const many = `${counted(copies.length, "copy", "copies")} (${gib} GiB) in ${regions.join(", ")}`;
  if (isDeployed.is === "unknown") {
    const cause = `whether deployment ${subject} still is there, of which there are ${many}, is not known: ${isDeployed.cause}`;
    return [unknown(subject, { cause, remedy: isDeployed.remedy })];
  }
  if (isDeployed.value) return [];
  return [
    mend(
      subject,
      `deployment ${subject} is gone, and has left ${many}, the newest of ${moment(newest)}`,
      "bring back what somebody needs, then delete the rest",
      {
        commands: [...regions.map((region) => restoring(deployment, region)), deleting(name, regions)],
        runbook: "gone",
      },
    ),
  ];
}

/** One of the same name may be there, in another source region. */
const restoring = ({ name, sourceRegion }: Leftover["deployment"], region: string): Command => [
  ..."npx rds-cross-region-backup restore".split(" "),
  `--region ${region}`,
  `--deployment ${name}`,
  `--source-region ${sourceRegion}`,
  "--all",
];

const deleting = (name: string, regions: readonly string[]): Command => [
  ..."npx rds-cross-region-backup copies delete".split(" "),
  ...regions.map((region) => `--target-region ${region}`),
  "--deployment-gone",
  `--deployment ${name}`,
];
