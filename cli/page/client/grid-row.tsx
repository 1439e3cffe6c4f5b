import { Component, type RefObject, type TargetedMouseEvent } from "preact";
import { DAY_STATES, isDayState } from "../day-states";
import type { PageRow } from "../model";
import type { Estate } from "./estate";
import type { Layout } from "./layout";
import { Marks } from "./legend";
import { summaryOf } from "./marks";
import { COLUMNS } from "./region";
import { clock, DAY_MS, longDay, shortDay, span } from "./words";

/** The limit lies at four fifths of the bar, so that what is above it is seen too. */
const LIMIT_AT = 0.8;

interface Props {
  readonly estate: Estate;
  readonly row: PageRow;
  readonly index: number;
  /** Pixels from the first; undefined: below the row before. */
  readonly top: number | undefined;
  readonly layout: Layout;
  /** The day that the keyboard comes to, if it is of this row. */
  readonly day: number | undefined;
  readonly isCurrent: boolean;
  /** Whether that day takes the focus when it is drawn. */
  readonly takesFocus: RefObject<boolean> | undefined;
  readonly onChoose: (day: number) => void;
}

/** A database in a target region. It is drawn again only if something of it has changed. */
export class GridRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    return (
      now.row !== next.row ||
      now.top !== next.top ||
      now.day !== next.day ||
      now.isCurrent !== next.isCurrent ||
      now.layout.pitch !== next.layout.pitch ||
      now.layout.first !== next.layout.first ||
      now.layout.end !== next.layout.end ||
      now.layout.isNarrow !== next.layout.isNarrow
    );
  }

  override render({ estate, row, index, top, layout, day, isCurrent, takesFocus, onChoose }: Props) {
    const { first, end, pitch } = layout;
    const state = estate.stateOf(row);
    const onClick = ({ offsetX }: TargetedMouseEvent<HTMLElement>) =>
      onChoose(Math.max(first, Math.min(end - 1, first + Math.floor(offsetX / pitch))));
    return (
      <div
        class={isCurrent ? "row is-current" : "row"}
        role="row"
        aria-rowindex={index + 2}
        style={top === undefined ? {} : { top: `${top}px` }}
      >
        <div class="c-0" role="rowheader" aria-colindex={1} title={row.database}>
          <span class="name">{row.database}</span>
          {row.isCluster && <span class="kind">cluster</span>}
        </div>
        <div class="c-1" role="gridcell" aria-colindex={2}>
          <span class={`tag t-${state}`}>{state}</span>
          {row.troubles !== undefined && row.troubles.length > 1 && (
            <span class="dim"> +{row.troubles.length - 1}</span>
          )}
          {row.warnings !== undefined && (
            <span class="warned" title="has warnings">
              <span aria-hidden="true">△</span>
              <span class="unseen">has warnings</span>
            </span>
          )}
        </div>
        <div class="c-2" role="gridcell" aria-colindex={3}>
          <Age row={row} limit={estate.limitOf(row)} />
        </div>
        <div class="c-3" role="gridcell" aria-colindex={4}>
          {row.newest === undefined ? "none" : `${shortDay(Date.parse(row.newest))} ${clock(Date.parse(row.newest))}`}
        </div>
        <div class="c-4" role="gridcell" aria-colindex={5}>
          {row.kept}
        </div>
        {/* The keyboard has its days one by one. */}
        <div
          class="c-5"
          role="gridcell"
          aria-colindex={COLUMNS.length}
          aria-label={summaryOf(row.days)}
          onClick={onClick}
        >
          <Marks days={row.days.slice(first, end)} pitch={pitch} />
        </div>
        {day !== undefined && day >= first && day < end && (
          <div
            key={day}
            class="cursor"
            role="gridcell"
            tabIndex={0}
            aria-colindex={COLUMNS.length + 1 + day}
            aria-label={dayLabel(row, day, estate)}
            ref={(element) => {
              if (!element || !takesFocus?.current) return;
              takesFocus.current = false;
              element.focus({ preventScroll: true });
            }}
            style={{ "--x": `${(day - first) * pitch}px`, width: `${pitch}px` }}
          />
        )}
      </div>
    );
  }
}

/** A day, for those who hear it. */
function dayLabel(row: PageRow, day: number, estate: Estate): string {
  const letter = row.days[day];
  const said = isDayState(letter) ? DAY_STATES[letter].name : "";
  return `${row.database}, ${longDay(estate.from + day * DAY_MS)}: ${said === "none" ? "no copy" : said}`;
}

function Age({ row, limit }: { readonly row: PageRow; readonly limit: number | undefined }) {
  const { age, isResting } = row;
  if (age === undefined) return <span class="dim">{row.isGone || row.newest === undefined ? "–" : "not known"}</span>;
  const isOver = limit !== undefined && age > limit && !isResting;
  const filled = limit === undefined ? 0 : Math.min(1, (age / limit) * LIMIT_AT);
  return (
    <>
      {limit !== undefined && (
        <span class={isOver ? "bar is-over" : isResting ? "bar is-resting" : "bar"} aria-hidden="true">
          <i style={{ width: `${Math.round(filled * 100)}%` }} />
        </span>
      )}
      <span>{span(age)}</span>
      {isOver && <span class="unseen"> above the limit of {span(limit)}</span>}
    </>
  );
}
