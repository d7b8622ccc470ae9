/**
 * A laid-out figure: positioned primitives in logical pixels, the origin at the top left. Plain data, so that tests
 * compare structure and a painter of any kind only has to know four shapes.
 */

/** What a primitive is there for. */
export type Role =
  | 'title'
  | 'subtitle'
  | 'caption'
  | 'axis-label'
  | 'tick-label'
  | 'series-label'
  | 'label-ground'
  | 'axis'
  | 'grid'
  | 'line'
  | 'point'
  | 'dot'
  | 'cell'
  | 'whisker'
  | 'band'
  | 'rule'
  | 'leader'
  | 'bar'
  | 'marker'
  | 'value-label'
  | 'legend';

export type Position = readonly [x: number, y: number];

export interface Polyline {
  readonly kind: 'polyline';
  readonly role: Role;
  readonly points: readonly Position[];
  readonly colour: string;
  readonly width: number;
  /** Lengths of dash and gap; a full line if absent. */
  readonly dash?: readonly [number, number];
}

export interface Polygon {
  readonly kind: 'polygon';
  readonly role: Role;
  readonly points: readonly Position[];
  readonly colour: string;
  /** From 0 to 1; opaque if absent. */
  readonly opacity?: number;
}

export interface Circle {
  readonly kind: 'circle';
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: string;
  readonly stroke: string;
  /** Zero for a circle without an outline. */
  readonly strokeWidth: number;
  /** Of the fill, from 0 to 1; opaque if absent. */
  readonly opacity?: number;
}

export interface Text {
  readonly kind: 'text';
  readonly role: Role;
  readonly text: string;
  /** Where the anchor stands. */
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Read upwards: turned by a quarter to the left about its anchor. */
  readonly turned?: boolean;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly colour: string;
}

export type Primitive = Polyline | Polygon | Circle | Text;

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  /** Painted in this order. */
  readonly primitives: readonly Primitive[];
}
