/** Differences that rounding explains, as a share. */
export const TOLERANCE = 1e-9
