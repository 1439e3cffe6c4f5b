import type { Kind } from "./model";

/** One kind × one target region: what is planned, carried out and reported together. */
export interface Route {
  readonly kind: Kind;
  readonly targetRegion: string;
}
