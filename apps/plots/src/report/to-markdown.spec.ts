import { describe, expect, it } from 'vitest';
import {
  checks,
  code,
  codeBlock,
  facts,
  link,
  list,
  paragraph,
  prose,
  section,
  steps,
  strong,
  type Document,
} from './document.js';
import { escapeMarkdown, toMarkdown } from './to-markdown.js';

const documentOf = (...blocks: Document['sections'][number]['blocks']): Document => ({
  title: 'T',
  subtitle: [],
  sections: [section('S', blocks)],
});
const written = (...blocks: Document['sections'][number]['blocks']): string =>
  toMarkdown(documentOf(...blocks)).split('## S\n\n')[1];

describe('escapeMarkdown', () => {
  it('lets no character stand for a mark', () => {
    expect(escapeMarkdown('</script><b>*a* _b_ `c` [d](e) | & ~f~\n# g \\')).toBe(
      '\\</script\\>\\<b\\>\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\| \\& \\~f\\~ \\# g \\\\',
    );
  });
});

describe('toMarkdown', () => {
  it('writes each kind of block', () => {
    expect(
      written(
        paragraph(prose`Took ${code('a_b')} ${3} ${strong('m*')}, see ${link('here', 'https://a.example/b_c')}.`),
      ),
    ).toBe('Took `a_b` 3 **m\\***, see [here](<https://a.example/b_c>).\n');
    expect(written(list([prose`one`, prose`two`]), steps([prose`one`, prose`two`]))).toBe(
      '- one\n- two\n\n1. one\n2. two\n',
    );
    expect(written(facts([['CPU', prose`x`]]))).toBe('- **CPU**: x\n');
    expect(written(checks([{ statement: 'It is so', verdict: 'does not hold', found: 'It is <not>.' }]))).toBe(
      '- **Does not hold:** “It is so”. It is \\<not\\>.\n',
    );
  });

  it('fences code that has backticks by more of them', () => {
    expect(written(codeBlock('sh', 'a ``` b'))).toBe('````sh\na ``` b\n````\n');
    expect(written(paragraph([code('a `` b`')]))).toBe('``` a `` b` ```\n');
  });

  it('numbers tables and figures each by itself, with the texts of a figure that need escaping', () => {
    const table = {
      kind: 'table',
      id: 't',
      caption: 'Table | one',
      folded: false,
      table: { columns: [{ key: 'a', header: 'a', unit: 's', align: 'right' }], rows: [[{ value: 1, text: '1|0' }]] },
    } as const;
    const figure = {
      kind: 'figure',
      id: 'f',
      file: 'f.png',
      figure: { width: 1, height: 1, title: '', subtitle: [], panels: [] },
      alt: 'a ] b',
      caption: 'C',
    } as const;
    expect(written(table, figure, { ...table, id: 'u' })).toBe(
      '**Table 1.** Table \\| one\n\n| a (s) |\n| ---: |\n| 1\\|0 |\n\n' +
        '![a \\] b](f.png)\n\n**Figure 1.** C\n\n**Table 2.** Table \\| one\n\n| a (s) |\n| ---: |\n| 1\\|0 |\n',
    );
  });
});
