import { useState } from "preact/hooks";
import type { PageCause, PagePart } from "../model";
import type { Estate } from "./estate";
import { clock, counted, shortDay, span } from "./words";

const MOST_CAUSES = 6;
const MOST_NAMES = 12;

interface Props {
  readonly estate: Estate;
  readonly isPrinted: boolean;
  readonly onShow: (cause: PageCause) => void;
}

/** What is in trouble, by cause, the worst first. */
export function Causes({ estate, isPrinted, onShow }: Props) {
  const { troubles, warnings } = estate.data;
  return (
    <>
      {troubles.length > 0 && (
        <section class="causes" aria-label="What is in trouble">
          <h2>In trouble</h2>
          <List causes={troubles} estate={estate} isPrinted={isPrinted} onShow={onShow} />
        </section>
      )}
      {warnings.length > 0 && (
        <details class="causes warnings" open={isPrinted}>
          <summary>
            <h2>May hinder a restore</h2> <span class="dim">{counted(warnings.length, "warning")}</span>
          </summary>
          <List causes={warnings} estate={estate} isPrinted={isPrinted} onShow={onShow} />
        </details>
      )}
    </>
  );
}

function List({ causes, ...props }: Props & { readonly causes: readonly PageCause[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || props.isPrinted ? causes : causes.slice(0, MOST_CAUSES);
  const more = causes.length - shown.length;
  return (
    <>
      <ol>
        {shown.map((cause, index) => (
          <Cause key={index} cause={cause} {...props} />
        ))}
      </ol>
      {more > 0 && (
        <button type="button" class="more" onClick={() => setWhole(true)}>
          Show {more} more
        </button>
      )}
    </>
  );
}

function Cause({ cause, estate, isPrinted, onShow }: Props & { readonly cause: PageCause }) {
  const rows = [...estate.rowsOf(cause)];
  const { name: deployment } = estate.data.deployments[cause.deployment] ?? {};
  return (
    <li class="cause">
      <div class="who">
        {sameTogether(cause.parts).map(({ kinds, part }) => (
          <p key={kinds}>
            {kinds.map((index) => {
              const kind = estate.stateAt(index);
              return (
                <>
                  <strong class={`tag t-${kind?.name ?? "warning"}`}>{kind?.heading ?? "Warning"}</strong>{" "}
                </>
              );
            })}
            <Names estate={estate} rows={part.rows} wholes={part.wholes} isPrinted={isPrinted} />
          </p>
        ))}
        {cause.since !== undefined && <Since since={cause.since} madeAt={estate.madeAt} isOne={rows.length === 1} />}
        {estate.data.deployments.length > 1 && <p class="dim">{deployment}</p>}
      </div>
      <div class="why">
        <p>
          <span class="label">Why{cause.isOfFirst ? ", of the first" : ""}</span> {cause.cause}
        </p>
        <p>
          <span class="label">What to do</span> {cause.remedy}
        </p>
        <p>
          <span class="label">Runbook</span> <a href={cause.runbook}>{cause.reason}</a>
        </p>
        {cause.command && (
          <details class="command" open={isPrinted}>
            <summary>To see more</summary>
            <code>{cause.command.join(" ")}</code>
          </details>
        )}
      </div>
      {rows.length > 0 && (
        <button type="button" class="show" onClick={() => onShow(cause)}>
          Show {rows.length === 1 ? "it" : rows.length.toLocaleString("en")} below
        </button>
      )}
    </li>
  );
}

/** Kinds of trouble that the same databases are in. */
function sameTogether(parts: readonly PagePart[]) {
  const groups = new Map<string, { readonly kinds: (number | undefined)[]; readonly part: PagePart }>();
  for (const part of parts) {
    const key = `${part.rows} ${part.wholes}`;
    const group = groups.get(key);
    if (group) group.kinds.push(part.kind);
    else groups.set(key, { kinds: [part.kind], part });
  }
  return [...groups.values()];
}

interface NamesProps {
  readonly estate: Estate;
  readonly rows: readonly number[];
  readonly wholes: readonly string[];
  readonly isPrinted: boolean;
}

/** Each database once, with its target regions. */
function Names({ estate, rows, wholes, isPrinted }: NamesProps) {
  const regions = new Map<string, Set<string>>();
  for (const index of rows) {
    const row = estate.rows[index];
    if (row === undefined) continue;
    const name = `${row.database}${row.isCluster ? " (cluster)" : ""}`;
    const known = regions.get(name) ?? new Set();
    regions.set(name, known.add(estate.regionOf(row)));
  }
  const all = new Set([...regions.values()].flatMap((ofOne) => [...ofOne]));
  const isSame = [...regions.values()].every((ofOne) => ofOne.size === all.size);
  const most = isPrinted ? Number.POSITIVE_INFINITY : MOST_NAMES;
  const names = [...regions].slice(0, most);
  const more = regions.size - names.length;
  return (
    <span class="names">
      {wholes.map((whole) => (
        <b key={whole}>{whole} </b>
      ))}
      {names.map(([name, of], index) => (
        <span key={name}>
          {index > 0 && ", "}
          <b>{name}</b>
          {!isSame && <Where regions={of} />}
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
      {isSame && all.size > 0 && <Where regions={all} />}
    </span>
  );
}

/** A region's name does not break at its hyphens. */
function Where({ regions }: { readonly regions: Iterable<string> }) {
  return (
    <span class="dim">
      {[...regions].map((region, index) => (
        <span key={region}>
          {index === 0 ? " in " : " and "}
          <span class="whole">{region}</span>
        </span>
      ))}
    </span>
  );
}

function Since({ since, madeAt, isOne }: { readonly since: string; readonly madeAt: number; readonly isOne: boolean }) {
  const time = Date.parse(since);
  return (
    <p class="dim">
      {isOne ? "Since" : "The first since"} {shortDay(time)}, {clock(time)} UTC: {span((madeAt - time) / 1000)}
    </p>
  );
}
