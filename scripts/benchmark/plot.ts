interface Point {
  readonly databases: number;
  readonly calls: number;
}

const TITLE = "API calls of one sweep, 35 snapshots and 14 copies of each database";
const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 64, right: 32, top: 40, bottom: 48 };

/** An SVG of API calls by number of databases. Linear axes from 0. */
export function plot(points: readonly Point[]): string {
  const most = { databases: Math.max(...points.map(({ databases }) => databases)), calls: ceiling(points) };
  const x = (databases: number) => MARGIN.left + (databases / most.databases) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (calls: number) => HEIGHT - MARGIN.bottom - (calls / most.calls) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const steps = [0, 1, 2, 3, 4, 5].map((step) => step / 5);
  const rows = steps.map((step) => {
    const at = y(step * most.calls);
    return `${line(MARGIN.left, at, WIDTH - MARGIN.right, at)}${label(MARGIN.left - 8, at + 4, step * most.calls, "end")}`;
  });
  const columns = steps.map((step) => label(x(step * most.databases), HEIGHT - 26, step * most.databases, "middle"));
  const path = points.map(({ databases, calls }) => `${x(databases).toFixed(1)},${y(calls).toFixed(1)}`).join(" ");
  const dots = points.map(({ databases, calls }) => {
    const [cx, cy] = [x(databases).toFixed(1), y(calls).toFixed(1)];
    return `<circle cx="${cx}" cy="${cy}" r="3.5" fill="#1f6feb"><title>${databases} databases: ${calls} calls</title></circle>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#57606a">`,
    `<title>${TITLE}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="22" font-size="14" fill="#24292f">${TITLE}</text>`,
    ...rows,
    ...columns,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 8}" text-anchor="middle">databases</text>`,
    `<polyline points="${path}" fill="none" stroke="#1f6feb" stroke-width="2"/>`,
    ...dots,
    "</svg>",
    "",
  ].join("\n");
}

/** A round number that no point is above. */
function ceiling(points: readonly Point[]): number {
  const most = Math.max(...points.map(({ calls }) => calls));
  const unit = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / unit) * unit;
}

const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1.toFixed(1)}" x2="${x2}" y2="${y2.toFixed(1)}" stroke="#d0d7de"/>`;

const label = (x: number, y: number, value: number, anchor: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${value.toLocaleString("en-US")}</text>`;
