import { DAY_STATES, type DayState, isDayState } from "../day-states";

/** Height of a mark in pixels. */
export const MARK = 16;

/** The mark of each state, in `width` pixels from `x` on: told apart by their shapes, whatever their colours. */
const SHAPES: Readonly<Record<DayState, (x: number, width: number) => string>> = {
  r: (x, width) => box(x, 0, width, MARK),
  h: (x, width) => box(x, 6, width, MARK - 6) + box(middle(x, width, 4), 0, 4, 4),
  o: (x, width) => box(x, 0, width, MARK) + hole(x + 1, 1, width - 2, MARK - 2),
  u: (x, width) => box(x, 0, width, 5) + box(x, MARK - 5, width, 5) + box(middle(x, width, 2), 7, 2, 2),
  p: (x, width) => box(x, MARK / 2, width, MARK / 2),
  f: (x, width) => cross(middle(x, width, Math.min(width, 8)), Math.min(width, 8)),
  l: (x, width) => box(middle(x, width, 2), 1, 2, 9) + box(middle(x, width, 2), 12, 2, 3),
  m: (x, width) => box(x, MARK / 2 - 1, width, 2),
  ".": (x, width) => box(middle(x, width, 1), MARK - 3, 1, 1),
};

const middle = (x: number, width: number, of: number): number => x + Math.floor((width - of) / 2);

const box = (x: number, y: number, width: number, height: number): string => `M${x} ${y}h${width}v${height}h${-width}z`;

/** Drawn the other way round, so that it is left out. */
const hole = (x: number, y: number, width: number, height: number): string =>
  `M${x} ${y}v${height}h${width}v${-height}z`;

/** Two bars across each other, 2 pixels wide. */
function cross(x: number, size: number): string {
  const y = (MARK - size) / 2;
  const [right, bottom] = [x + size, y + size];
  return (
    `M${x} ${y + 1.5}L${x + 1.5} ${y}L${right} ${bottom - 1.5}L${right - 1.5} ${bottom}z` +
    `M${right - 1.5} ${y}L${right} ${y + 1.5}L${x + 1.5} ${bottom}L${x} ${bottom - 1.5}z`
  );
}

/** One path for each state that occurs among days, in steps of `pitch` pixels. */
export function pathsOf(days: string, pitch: number): [DayState, string][] {
  const width = pitch - (pitch > 8 ? 2 : 1);
  const paths = new Map<DayState, string>();
  for (let day = 0; day < days.length; day++) {
    const state = days[day];
    if (isDayState(state)) paths.set(state, (paths.get(state) ?? "") + SHAPES[state](day * pitch, width));
  }
  return [...paths];
}

/** `90 days: 7 restorable, 2 missing`, for those who do not see them. */
export function summaryOf(days: string): string {
  const counts = Object.entries(DAY_STATES).flatMap(([letter, { name }]) => {
    const count = days.split(letter).length - 1;
    return count > 0 && letter !== "." ? `${count} ${name}` : [];
  });
  return `${days.length} days: ${counts.join(", ") || "no copy"}`;
}
