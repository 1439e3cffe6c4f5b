import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageRow } from "../model";
import { Causes } from "./causes";
import { Details } from "./details";
import type { Estate } from "./estate";
import { type Filter, filtered, NO_FILTER } from "./filter";
import { Filters } from "./filters";
import { Head } from "./head";
import { layoutFor, printedLayout } from "./layout";
import { Legend } from "./legend";
import { Region } from "./region";
import { counted } from "./words";

/** A day of a row, where the keyboard is. */
export interface Cursor {
  readonly row: PageRow;
  readonly day: number;
}

export function Page({ estate, isPrinted }: { readonly estate: Estate; readonly isPrinted: boolean }) {
  const { data } = estate;
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [cursor, setCursor] = useState<Cursor>();
  const [isOpen, setOpen] = useState(false);
  const [hidden, setHidden] = useState(0);
  const grids = useRef<HTMLElement>(null);
  const width = useWidth();
  const layout = isPrinted ? printedLayout(data.days) : layoutFor(width, data.days, hidden);
  const rows = useMemo(() => filtered(estate, filter), [estate, filter]);
  const byRegion = useMemo(() => {
    return data.regions.map((name, index) => ({ name, rows: rows.filter(({ region }) => region === index) }));
  }, [data, rows]);
  const change = (changed: Partial<Filter>) => setFilter((before) => ({ ...before, ...changed }));
  const move = (to: Cursor) => {
    setCursor(to);
    setHidden(layout.hiddenFor(to.day));
  };
  return (
    <>
      <main>
        <Head estate={estate} />
        <Causes
          estate={estate}
          isPrinted={isPrinted}
          onShow={(cause) => {
            setFilter({ ...NO_FILTER, cause });
            grids.current?.scrollIntoView();
          }}
        />
        <section class="grids" ref={grids} aria-label="Recovery points, by day">
          <Filters estate={estate} filter={filter} onChange={change} />
          <Legend />
          <p class="count" role="status">
            {rows.length === estate.rows.length
              ? ""
              : `${counted(rows.length, "row")} of ${estate.rows.length.toLocaleString("en")}`}
          </p>
          {byRegion.map(({ name, rows: ofRegion }) => (
            <Region
              key={name}
              estate={estate}
              name={name}
              rows={ofRegion}
              layout={layout}
              isPrinted={isPrinted}
              cursor={cursor}
              onMove={move}
              onOpen={setOpen}
              onPan={setHidden}
            />
          ))}
        </section>
        <footer>
          Days are days of UTC, by when the data were taken. Made {data.madeAt.slice(0, 16).replace("T", " ")} UTC by
          rds-cross-region-backup; the file holds all that it shows, and asks nobody for more.
        </footer>
      </main>
      {isOpen && cursor && (
        <Details
          estate={estate}
          cursor={cursor}
          onClose={() => setOpen(false)}
          onDay={(day) => move({ ...cursor, day })}
          onShow={(cause) => setFilter({ ...NO_FILTER, cause })}
        />
      )}
    </>
  );
}

function useWidth(): number {
  const [width, setWidth] = useState(() => document.documentElement.clientWidth);
  useEffect(() => {
    const look = () => setWidth(document.documentElement.clientWidth);
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, []);
  return width;
}
