/** In place of cdktf's own, which keeps for each token where it was made: most of the time of a synthesis, and shown nowhere here. */
export const captureStackTrace = (): string[] => [];
