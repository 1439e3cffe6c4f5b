import type { Layout } from "./layout";
import { DAY_MS, monthOf } from "./words";

const HEIGHT = 22;
/** Pixels that the name of a month takes. */
const LABEL = 26;

/** The days' dates: months by name, and each Monday. */
export function Axis({
  from,
  days,
  layout,
}: {
  readonly from: number;
  readonly days: number;
  readonly layout: Layout;
}) {
  const { pitch, first, end } = layout;
  const width = (end - first) * pitch;
  const shown = Array.from({ length: end - first }, (_, index) => {
    const date = new Date(from + (first + index) * DAY_MS);
    return { x: index * pitch, time: date.getTime(), isMonday: date.getUTCDay() === 1, ofMonth: date.getUTCDate() };
  });
  const months = shown.filter(({ ofMonth, x }) => ofMonth === 1 && x + LABEL <= width - LABEL - pitch);
  const [start] = shown;
  const hasStart = start !== undefined && !months.some(({ x }) => x < LABEL + pitch);
  return (
    <svg
      class="axis"
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`the last ${days} days, the latest at the end`}
    >
      {shown
        .filter(({ isMonday, ofMonth }) => isMonday && ofMonth !== 1)
        .map(({ x }) => (
          <path key={x} class="tick" d={`M${x + 0.5} ${HEIGHT - 4}V${HEIGHT}`} />
        ))}
      {months.map(({ x, time }) => (
        <g key={x}>
          <path class="tick is-month" d={`M${x + 0.5} 4V${HEIGHT}`} />
          <text x={x + 4} y={13}>
            {monthOf(time)}
          </text>
        </g>
      ))}
      {hasStart && (
        <text x={0} y={13}>
          {monthOf(start.time)}
        </text>
      )}
      {end === days && (
        <text x={width} y={13} text-anchor="end">
          today
        </text>
      )}
    </svg>
  );
}
