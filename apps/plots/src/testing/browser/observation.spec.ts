import { describe, expect, it } from 'vitest';
import { problemsOf, type Look, type Observation } from './observation.js';

const look: Look = {
  pageWidth: 390,
  viewWidth: 390,
  ground: [255, 255, 255],
  ink: [26, 26, 26],
  tables: [{ id: 'table-a', rows: 10, columns: 3 }],
  figures: [
    {
      id: 'figure-a',
      captioned: true,
      charts: [{ width: 330, height: 300, shapes: 50, described: true, leastTextPx: 9.8 }],
    },
  ],
  repeatedIds: [],
  brokenLinks: [],
  cutOff: [],
  sortedDown: [10000, 2000, 1000],
};
const observation: Observation = { view: { width: 390, scheme: 'light' }, look, requests: [], consoleLines: [] };
const expected = { tables: ['table-a'], figures: ['figure-a'] };

const problemsWith = (change: Partial<Look>): readonly string[] =>
  problemsOf({ ...observation, look: { ...look, ...change } }, expected);
const problemsWithChart = (change: Partial<Look['figures'][number]['charts'][number]>): readonly string[] =>
  problemsWith({ figures: [{ ...look.figures[0], charts: [{ ...look.figures[0].charts[0], ...change }] }] });

describe('problemsOf', () => {
  it('finds none in a page that is right', () => {
    expect(problemsOf(observation, expected)).toEqual([]);
  });

  it.each([
    [
      'a request',
      problemsOf({ ...observation, requests: ['https://a.example/x.js'] }, expected),
      'it asked for https://a.example/x.js',
    ],
    [
      'a line in the console',
      problemsOf({ ...observation, consoleLines: ['Uncaught x'] }, expected),
      'the console says: Uncaught x',
    ],
    ['a missing table', problemsWith({ tables: [] }), 'table-a is missing or empty'],
    [
      'an empty table',
      problemsWith({ tables: [{ id: 'table-a', rows: 0, columns: 3 }] }),
      'table-a is missing or empty',
    ],
    ['a missing figure', problemsWith({ figures: [] }), 'figure-a is missing or empty'],
    [
      'a figure of which nothing is shown',
      problemsWith({ figures: [{ ...look.figures[0], charts: [] }] }),
      'figure-a shows no chart',
    ],
    [
      'a figure without a caption',
      problemsWith({ figures: [{ ...look.figures[0], captioned: false }] }),
      'figure-a has no caption',
    ],
    ['a tiny chart', problemsWithChart({ width: 20 }), 'figure-a: a chart of 20 x 300 pixels and 50 shapes'],
    [
      'a chart without words',
      problemsWithChart({ described: false }),
      'figure-a: a chart without words for those who do not see it',
    ],
    [
      'text as small as a wide chart has on a phone',
      problemsWithChart({ leastTextPx: 4 }),
      'figure-a: text of 4.0 pixels, must have at least 9',
    ],
    [
      'a page that scrolls sideways',
      problemsWith({ pageWidth: 391 }),
      'the page is 391 pixels wide, so that it scrolls sideways',
    ],
    ['text beyond the edge', problemsWith({ cutOff: ['p "x"'] }), 'beyond the right edge: p "x"'],
    ['an id that is there twice', problemsWith({ repeatedIds: ['a'] }), 'the id a is there twice'],
    ['a link that leads nowhere', problemsWith({ brokenLinks: ['#a'] }), 'the link #a leads nowhere'],
    [
      'a dark page where light is preferred',
      problemsWith({ ground: [0, 0, 0], ink: [255, 255, 255] }),
      'its ground is rgb(0, 0, 0) where light is preferred',
    ],
    // 4.5:1 by WCAG's own example of #767676 on white
    ['pale text', problemsWith({ ink: [0x76, 0x76, 0x76] }), 'its text has a contrast of 4.5, must have at least 7'],
    ['a page whose script did not run', problemsWith({ sortedDown: null }), 'no table can be sorted'],
    [
      'a table that is not sorted',
      problemsWith({ sortedDown: [1, 2] }),
      "pressing a table's head twice gave 1, 2, must fall",
    ],
  ])('finds %s', (_, problems, problem) => {
    expect(problems).toEqual([problem]);
  });
});
