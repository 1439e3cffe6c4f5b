import type { TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import type { PageRow } from "../model";
import { Axis } from "./axis";
import type { Estate } from "./estate";
import { IN_TROUBLE, isIn } from "./filter";
import { GridRow } from "./grid-row";
import type { Layout } from "./layout";
import type { Cursor } from "./page";
import { useRowsInView } from "./rows-in-view";
import { counted } from "./words";

interface Props {
  readonly estate: Estate;
  readonly name: string;
  readonly rows: readonly PageRow[];
  readonly layout: Layout;
  readonly isPrinted: boolean;
  readonly cursor: Cursor | undefined;
  readonly onMove: (to: Cursor) => void;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onPan: (hidden: number) => void;
}

export const COLUMNS = ["database", "state", "age", "newest (UTC)", "kept", "days"] as const;

/** Rows that a page key goes. */
const PAGE = 10;

/** What the head of a region, and the details below, cover of the window. */
const covered = () => [72, Math.round(window.innerHeight * 0.42)] as const;

/** The databases of one target region, day by day. */
export function Region({ estate, name, rows, layout, isPrinted, cursor, onMove, onOpen, onPan }: Props) {
  const list = useRef<HTMLDivElement>(null);
  // Only what the keyboard moves takes the focus.
  const isKeyed = useRef(false);
  const { days } = estate.data;
  const here = cursor ? rows.indexOf(cursor.row) : -1;
  const at = { row: Math.max(0, here), day: here < 0 || !cursor ? days - 1 : cursor.day };
  const view = useRowsInView({
    count: rows.length,
    rowHeight: layout.rowHeight,
    list,
    keep: at.row < rows.length ? at.row : undefined,
    covered: covered(),
  });
  const moveTo = (index: number, day: number) => {
    const to = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[to];
    if (row === undefined) return;
    onMove({ row, day: Math.max(0, Math.min(days - 1, day)) });
    view.show(to);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const to = keyed(event, at, { rows: rows.length, days });
    if (event.key === "Escape") onOpen(false);
    if (to === undefined) return;
    event.preventDefault();
    isKeyed.current = true;
    onOpen(true);
    moveTo(to.row, to.day);
  };
  const drawn = isPrinted ? rows.map((_, index) => ({ index, top: undefined })) : view.items;
  const inTrouble = rows.filter((row) => isIn(estate, row, IN_TROUBLE)).length;
  const labelId = `region-${name}`;
  return (
    <section class="region" aria-labelledby={labelId}>
      <div class="region-head">
        <h2 id={labelId}>
          {name}{" "}
          <span class="dim">
            {counted(rows.length, "database")}
            {inTrouble > 0 ? `, ${inTrouble} in trouble` : ""}
          </span>
        </h2>
        {layout.isPart && <Pan layout={layout} days={days} onPan={onPan} />}
      </div>
      {rows.length === 0 ? (
        <p class="empty">No database here that the filter lets through.</p>
      ) : (
        <div
          class={layout.isNarrow ? "grid is-narrow" : "grid"}
          role="grid"
          aria-labelledby={labelId}
          aria-rowcount={rows.length + 1}
          aria-colcount={COLUMNS.length + days}
          onKeyDown={onKeyDown}
          style={{ "--strip": `${(layout.end - layout.first) * layout.pitch}px` }}
        >
          <div class="row head" role="row" aria-rowindex={1}>
            {COLUMNS.map((column, index) => (
              <div key={column} class={`c-${index}`} role="columnheader" aria-colindex={index + 1}>
                {column === "days" ? <Axis from={estate.from} days={days} layout={layout} /> : column}
              </div>
            ))}
          </div>
          <div class="rows" role="rowgroup" ref={list} style={isPrinted ? {} : { height: `${view.height}px` }}>
            {drawn.map(({ index, top }) => {
              const row = rows[index];
              if (row === undefined) return null;
              const isAt = index === at.row;
              return (
                <GridRow
                  key={index}
                  estate={estate}
                  row={row}
                  index={index}
                  top={top}
                  layout={layout}
                  day={isAt ? at.day : undefined}
                  isCurrent={isAt && here >= 0}
                  takesFocus={isAt ? isKeyed : undefined}
                  onChoose={(day) => {
                    isKeyed.current = true;
                    onOpen(true);
                    moveTo(index, day);
                  }}
                />
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

function Pan({
  layout,
  days,
  onPan,
}: {
  readonly layout: Layout;
  readonly days: number;
  readonly onPan: Props["onPan"];
}) {
  return (
    <div class="pan">
      <button type="button" disabled={layout.first === 0} onClick={() => onPan(layout.panned(1))}>
        ‹ Earlier
      </button>
      <button type="button" disabled={layout.end === days} onClick={() => onPan(layout.panned(-1))}>
        Later ›
      </button>
    </div>
  );
}

interface Place {
  readonly row: number;
  readonly day: number;
}

/** Where a key leads; undefined: nowhere. */
function keyed(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  { row, day }: Place,
  { rows, days }: { readonly rows: number; readonly days: number },
): Place | undefined {
  if (altKey) return undefined;
  const isFar = ctrlKey || metaKey;
  switch (key) {
    case "ArrowLeft":
      return { row, day: day - 1 };
    case "ArrowRight":
      return { row, day: day + 1 };
    case "ArrowUp":
      return { row: row - 1, day };
    case "ArrowDown":
      return { row: row + 1, day };
    case "PageUp":
      return { row: row - PAGE, day };
    case "PageDown":
      return { row: row + PAGE, day };
    case "Home":
      return { row: isFar ? 0 : row, day: 0 };
    case "End":
      return { row: isFar ? rows - 1 : row, day: days - 1 };
    case "Enter":
    case " ":
      return { row, day };
    default:
      return undefined;
  }
}
