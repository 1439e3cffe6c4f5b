/** The id of a key, without what its ARN has before it; undefined as that is. */
export const keyText = (key: string | undefined): string | undefined => key?.replace(/^.*[:/]/, "");
