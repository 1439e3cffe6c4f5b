import type { Inputs } from "./inputs";
import type { Make } from "./make";
import type { Surroundings } from "./surroundings";

/** What every part of the construct is made from. */
export interface Context {
  readonly make: Make;
  readonly inputs: Inputs;
  readonly here: Surroundings;
}
