/**
 * A laid-out figure: positioned primitives in logical pixels, with the origin at the top left. It is plain data, so
 * tests can compare structure, and a painter only has to know four shapes.
 */
import type { Colour } from './theme.js';

/** The purpose of a primitive. */
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
  readonly colour: Colour;
  readonly width: number;
  /** Lengths of dash and gap. A solid line if absent. */
  readonly dash?: readonly [number, number];
}

export interface Polygon {
  readonly kind: 'polygon';
  readonly role: Role;
  readonly points: readonly Position[];
  readonly colour: Colour;
  /** From 0 to 1; opaque if absent. */
  readonly opacity?: number;
}

export interface Circle {
  readonly kind: 'circle';
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: Colour;
  readonly stroke: Colour;
  /** Zero for a circle without an outline. */
  readonly strokeWidth: number;
  /** Of the fill, from 0 to 1; opaque if absent. */
  readonly opacity?: number;
}

export interface Text {
  readonly kind: 'text';
  readonly role: Role;
  readonly text: string;
  /** The position of the anchor. */
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Read upwards: turned a quarter to the left about its anchor. */
  readonly turned?: boolean;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly colour: Colour;
}

export type Primitive = Polyline | Polygon | Circle | Text;

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly ground: Colour;
  /** Painted in this order. */
  readonly primitives: readonly Primitive[];
}
