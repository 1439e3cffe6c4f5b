/** How the days are laid out in the width there is. */
export interface Layout {
  readonly isNarrow: boolean;
  /** Pixels from day to day. */
  readonly pitch: number;
  /** The days shown: from the first to before the last, of all. */
  readonly first: number;
  readonly end: number;
  readonly rowHeight: number;
  /** Whether there are days that are not shown. */
  readonly isPart: boolean;
  /** How many of the latest days are to be hidden so that a day is seen. */
  readonly hiddenFor: (day: number) => number;
  /** Hidden days after a step towards the past (1) or today (−1). */
  readonly panned: (direction: 1 | -1) => number;
}

/** Below it, days have a line of their own. */
const NARROW = 900;
const NARROWEST_DAY = 6;
const WIDEST_DAY = 18;
/** Beside the page, and what the other columns take at least (style.css). */
const MARGIN = 32;
const WIDE_MARGIN = 64;
const OTHER_COLUMNS = 620;

/** On a sheet across, as small as it is printed. */
const PAPER = 1370;

export const printedLayout = (days: number): Layout => layoutFor(PAPER, days, 0);

export function layoutFor(width: number, days: number, hidden: number): Layout {
  const isNarrow = width < NARROW;
  const room = Math.max(isNarrow ? width - MARGIN : width - WIDE_MARGIN - OTHER_COLUMNS, NARROWEST_DAY * 14);
  const pitch = Math.min(WIDEST_DAY, Math.max(isNarrow ? NARROWEST_DAY + 2 : NARROWEST_DAY, Math.floor(room / days)));
  const shown = Math.min(days, Math.floor(room / pitch));
  const most = days - shown;
  const within = (count: number) => Math.max(0, Math.min(most, count));
  const end = days - within(hidden);
  const first = end - shown;
  return {
    isNarrow,
    pitch,
    first,
    end,
    rowHeight: isNarrow ? 62 : 30,
    isPart: most > 0,
    hiddenFor: (day) => within(day < first ? days - shown - day : day >= end ? days - 1 - day : days - end),
    panned: (direction) => within(days - end + direction * Math.max(1, shown - 7)),
  };
}
