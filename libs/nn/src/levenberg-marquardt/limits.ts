/** The limits at which a second-order training changes its behaviour. */

/** With more rows than this, the first steps use only this many of them. */
export const FIRST_ROWS = 1400;
export const FIRST_STEPS = 60;
/** Training ends after this many steps in a row that each lower F by less than this fraction. */
export const STALLED_STEPS = 8;
export const STALL = 1e-6;
