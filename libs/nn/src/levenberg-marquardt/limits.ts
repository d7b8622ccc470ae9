/** When a second-order training changes its ways. */

/** Where there are more rows, the first steps take so many of them. */
export const FIRST_ROWS = 1400;
export const FIRST_STEPS = 60;
/** Training is over after so many steps in a row that lower F by less than this part of it. */
export const STALLED_STEPS = 8;
export const STALL = 1e-6;
