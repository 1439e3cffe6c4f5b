/** What runs in the page, and how it looks: each without a text that ends its element. */
export interface PageCode {
  readonly script: string;
  readonly style: string;
}

/** The build puts it here in the place of this name (scripts/bundle.ts); where nothing is built, whoever writes a page sets it. */
declare const PAGE_CODE: PageCode | undefined;

/** @throws Error where it is not built in */
export function pageCode(): PageCode {
  if (typeof PAGE_CODE === "undefined") throw new Error("The page's code is not built in: scripts/bundle.ts does that");
  return PAGE_CODE;
}
