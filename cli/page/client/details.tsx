import type { ShownCopy } from "../copies";
import { DAY_STATES, isDayState } from "../day-states";
import type { PageCause } from "../model";
import type { Estate } from "./estate";
import type { Cursor } from "./page";
import { clock, DAY_MS, longDay, span } from "./words";

interface Props {
  readonly estate: Estate;
  readonly cursor: Cursor;
  readonly onClose: () => void;
  readonly onDay: (day: number) => void;
  readonly onShow: (cause: PageCause) => void;
}

/** All that is known of a row, and of its day where the keyboard is. */
export function Details({ estate, cursor: { row, day }, onClose, onDay, onShow }: Props) {
  const region = estate.regionOf(row);
  const deployment = estate.deploymentOf(row);
  const letter = row.days[day];
  const copies = estate.copiesOn(row, day);
  const limit = estate.limitOf(row);
  const facts: [string, string][] = [
    ["state", [estate.stateOf(row), ...headingsOf(estate, row.troubles)].join(": ")],
    ["age", row.age === undefined ? "not known" : `${span(row.age)}${limit ? ` of ${span(limit)}` : ""}`],
    ["newest copy", row.newest === undefined ? "none" : timeOf(Date.parse(row.newest))],
    ["kept", `${row.kept}${row.older ? `, ${row.older[0]} of them from before ${longDay(estate.from)}` : ""}`],
    ["resource id", row.resourceId],
  ];
  if (deployment && estate.data.deployments.length > 1) facts.unshift(["deployment", deployment.name]);
  return (
    <aside class="details" aria-label="Details">
      <button type="button" class="close" aria-label="Close the details" onClick={onClose}>
        ×
      </button>
      <div class="of-day">
        <h2>
          {row.database} <span class="dim">in {region}</span>
        </h2>
        <p class="day">
          <Step label="The day before" sign="‹" to={day - 1} days={row.days.length} onDay={onDay} />
          <Step label="The day after" sign="›" to={day + 1} days={row.days.length} onDay={onDay} />
          <b>{longDay(estate.from + day * DAY_MS)}</b>{" "}
          {isDayState(letter) && (
            <>
              <span class={`word w-${letter === "." ? "none" : letter}`}>{DAY_STATES[letter].name}</span>
              {": "}
              {DAY_STATES[letter].says}
            </>
          )}
        </p>
        {copies.map((copy) => (
          <OneCopy key={copy.id} copy={copy} region={region} keyArn={keyOf(estate, copy)} />
        ))}
      </div>
      <div class="of-row">
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {estate.causesOf(row).map((cause) => (
          <p key={cause}>
            {!cause.isOfFirst && (
              <>
                <span class="label">Why</span> {cause.cause}{" "}
              </>
            )}
            <span class="label">What to do</span> {cause.remedy}{" "}
            {estate.rowsOf(cause).size > 1 && (
              <button type="button" class="link" onClick={() => onShow(cause)}>
                all {estate.rowsOf(cause).size} of this cause
              </button>
            )}
          </p>
        ))}
      </div>
    </aside>
  );
}

interface StepProps {
  readonly label: string;
  readonly sign: string;
  readonly to: number;
  readonly days: number;
  readonly onDay: (day: number) => void;
}

/** For those without a keyboard: a day is narrower than a finger. */
function Step({ label, sign, to, days, onDay }: StepProps) {
  return (
    <button type="button" class="step" aria-label={label} disabled={to < 0 || to >= days} onClick={() => onDay(to)}>
      {sign}
    </button>
  );
}

const headingsOf = (estate: Estate, kinds: readonly number[] = []): string[] =>
  kinds.length === 0 ? [] : [kinds.flatMap((kind) => estate.stateAt(kind)?.heading ?? []).join("; ")];

const keyOf = ({ data }: Estate, { key }: ShownCopy): string =>
  key === undefined ? "none" : (data.keys[key] ?? "none");

const timeOf = (time: number): string => `${longDay(time)}, ${clock(time)} UTC`;

function OneCopy({
  copy,
  region,
  keyArn,
}: {
  readonly copy: ShownCopy;
  readonly region: string;
  readonly keyArn: string;
}) {
  const { id, takenAt, state, status, percent, held } = copy;
  const progress = percent === undefined ? "" : `, ${percent} %`;
  return (
    <div class="copy">
      <p>
        <code>{id}</code>
      </p>
      <p class="dim">
        taken {clock(takenAt)} UTC · {status === undefined ? DAY_STATES[state].name : `${status}${progress}`} · key{" "}
        <span class="arn">{keyArn}</span>
      </p>
      {held !== undefined && <p class="dim">hold: {held}</p>}
      {"rho".includes(state) && (
        <p>
          <code class="run">
            npx rds-cross-region-backup restore --region {region} --snapshot {id}
          </code>
        </p>
      )}
    </div>
  );
}
