/**
 * Student's t distribution for a whole number of degrees of freedom. Its distribution function is then a finite sum of
 * powers of a cosine (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4). So it is
 * exact except for rounding, and needs no continued fraction.
 */

/** P(|T| <= t) for t >= 0. */
function centralProbability(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosine = Math.cos(angle);
  // The sums run over cos^1, cos^3, ... for odd degrees of freedom and over cos^0, cos^2, ... for even ones.
  const odd = degreesOfFreedom % 2;
  let term = odd === 1 ? cosine : 1;
  let sum = 0;
  for (let power = odd; power <= degreesOfFreedom - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  const sine = Math.sin(angle);
  return odd === 1 ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/**
 * The t with P(|T| <= t) = confidence, which is half the width, in standard errors, of the interval of that confidence.
 * @throws Error unless degreesOfFreedom is a positive integer and 0 < confidence < 1.
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new Error(`degrees of freedom are ${degreesOfFreedom}: they must be a positive integer`);
  }
  if (!(confidence > 0 && confidence < 1)) throw new Error(`confidence is ${confidence}: it must lie between 0 and 1`);
  // Bisection until the two ends are neighbouring numbers: about 60 steps of a function that costs almost nothing.
  let low = 0;
  let high = 1;
  while (centralProbability(high, degreesOfFreedom) < confidence) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (centralProbability(middle, degreesOfFreedom) < confidence) low = middle;
    else high = middle;
  }
}
