export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const;

/** How an alarm treats missing data. */
export type Treatment = (typeof TREATMENTS)[number];

/** One period of the evaluation range; undefined: no data. */
export type Breaching = boolean | undefined;

export interface Judgement {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: Treatment;
}

/**
 * The state that an alarm takes (docs/aws-facts.md#how-cloudwatch-evaluates-alarms).
 * @param range the periods of the evaluation range, oldest first
 * @param present the state that it has
 */
export function judge(range: readonly Breaching[], by: Judgement, present: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = by;
  const real = range.filter((one) => one !== undefined);
  const enough = real.length >= evaluationPeriods;
  const breaching = (enough ? real.slice(-evaluationPeriods) : real).filter(Boolean).length;
  const rings = (count: number): AlarmState => (count >= datapointsToAlarm ? "ALARM" : "OK");
  if (enough) return rings(breaching);
  if (treatMissingData === "breaching") return rings(breaching + evaluationPeriods - real.length);
  if (treatMissingData === "notBreaching" || breaching >= datapointsToAlarm) return rings(breaching);
  if (real.length > breaching) return "OK";
  if (treatMissingData === "ignore") return present;
  if (real.length === 0) return "INSUFFICIENT_DATA";
  return isPremature(range, datapointsToAlarm) ? "ALARM" : "OK";
}

/** All that is known breaches, and has for so long that the next data could not have kept the alarm from ringing. */
function isPremature(range: readonly Breaching[], datapointsToAlarm: number): boolean {
  return range.length - range.indexOf(true) >= datapointsToAlarm;
}
