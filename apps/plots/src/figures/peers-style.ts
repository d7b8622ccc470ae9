/**
 * How programs look in the figures that compare them: one colour for each family, and marks that tell its members
 * apart.
 */
import { GREY, OKABE_ITO } from '@fived/charts';

export interface PeerStyle {
  readonly colour: string;
  /** The first member of a family has solid points. */
  readonly fill: 'solid' | 'open';
}

/** Families by the beginning of the name. */
const FAMILIES: readonly (readonly [prefix: string, colour: string])[] = [
  ['fived', OKABE_ITO.blue],
  ['native', GREY.text],
  ['jax', OKABE_ITO.vermillion],
  ['pytorch', OKABE_ITO.reddishPurple],
  ['keras', OKABE_ITO.orange],
  ['scikit', OKABE_ITO.bluishGreen],
  ['tensorflow.js', OKABE_ITO.skyBlue],
];

const FIRST_MEMBERS: readonly string[] = [
  'fived',
  'native-c',
  'jax',
  'pytorch-compile',
  'keras-jit',
  'scikit-learn',
  'tensorflow.js-wasm',
];

export const peerStyle = (peer: string): PeerStyle => ({
  colour: FAMILIES.find(([prefix]) => peer.startsWith(prefix))?.[1] ?? GREY.reference,
  fill: FIRST_MEMBERS.includes(peer) ? 'solid' : 'open',
});
