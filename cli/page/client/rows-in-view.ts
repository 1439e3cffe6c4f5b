import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  type VirtualItem,
  Virtualizer,
  windowScroll,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useReducer, useState } from "preact/hooks";

interface Options {
  readonly count: number;
  readonly rowHeight: number;
  readonly list: RefObject<HTMLElement | null>;
  /** Stays drawn wherever the window is, so that the keyboard's place is not lost. */
  readonly keep: number | undefined;
  /** Pixels at the top and the bottom of the window that something else covers. */
  readonly covered: readonly [top: number, bottom: number];
}

/** The rows of a list that the window shows, as it scrolls. */
export function useRowsInView({ count, rowHeight, list, keep, covered }: Options) {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const [margin, setMargin] = useState(0);
  const options = {
    count,
    estimateSize: () => rowHeight,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    scrollMargin: margin,
    scrollPaddingStart: covered[0],
    scrollPaddingEnd: covered[1],
    initialOffset: () => window.scrollY,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    overscan: 8,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const shown = defaultRangeExtractor(range);
      return keep === undefined || shown.includes(keep) ? shown : [...shown, keep].sort((a, b) => a - b);
    },
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<Window, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => {
    virtualizer._willUpdate();
  });
  useLayoutEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  // What lies above may grow: causes that are opened, another region's rows.
  useEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top;
      if (top !== undefined) setMargin(Math.round(top + window.scrollY));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return {
    items: virtualizer.getVirtualItems().map((item: VirtualItem) => ({ index: item.index, top: item.start - margin })),
    height: virtualizer.getTotalSize(),
    show: (index: number) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
