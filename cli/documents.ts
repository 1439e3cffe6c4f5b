import { homepage } from "../package.json";

/** A document of the project, where those find it who have the package or a folder only. */
export const documentAt = (path: string): string => `${homepage.replace(/#.*$/, "")}/blob/main/${path}`;
