import { describe, expect, it } from 'vitest';
import { inertStrings, inertText, jsonText, type Place } from './inert-text.js';

const PLACES: readonly Place[] = ['terminal', 'markdown', 'code', 'html'];

describe('inertText', () => {
  it.each(PLACES)('leaves what does nothing as it is, for %s', (place) => {
    for (const text of ['', 'Apple M2', '2.40 MiB, -10.5%, R² 0.99', 'Prozessor für Ω 漢字 👩‍💻', '1.5 s', 'a - b = c'])
      expect(inertText(text, place)).toBe(text);
  });

  it.each(PLACES)('keeps a text in its line, for %s', (place) => {
    expect(inertText('a\nb \r\n\t c\vd\u2028e\u0085f', place)).toBe('a b c d e f');
  });

  it.each(PLACES)('lets nothing through that a terminal obeys or that is not seen, for %s', (place) => {
    expect(inertText('a\u001B(0;x\u0007b\u009B2Jc\u0000d\u007Fe\b', place)).toBe('a�(0;x�b�2Jc�d�e�');
    expect(inertText('a\u202Eb\u2066c\uFEFFd\u00ADe\uD800f', place)).toBe('a�b�c�d�e�f');
  });

  it('lets no character be a mark of Markdown', () => {
    expect(inertText('</script><b>*a* _b_ `c` ![d](e) | &amp; ~f~ # g $h$ \\', 'markdown')).toBe(
      '\\</script\\>\\<b\\>\\*a\\* \\_b\\_ \\`c\\` !\\[d\\](e) \\| \\&amp; \\~f\\~ \\# g \\$h\\$ \\\\',
    );
    expect(inertText('see https://a.example, WWW.a.example and a:b', 'markdown')).toBe(
      'see https\\://a.example, WWW\\.a.example and a:b',
    );
  });

  it.each([
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['12. a', '12\\. a'],
    ['1)', '1\\)'],
    ['---', '\\---'],
    ['===', '\\==='],
  ])('lets %s begin no block of Markdown', (text, inert) => {
    expect(inertText(text, 'markdown')).toBe(inert);
  });

  it('lets no text end a span of code', () => {
    expect(inertText('a `` b` <c>', 'code')).toBe("a '' b' <c>");
  });

  it('lets no character be a mark of HTML', () => {
    expect(inertText(`<b title="x">it's & more</b>`, 'html')).toBe(
      '&lt;b title=&quot;x&quot;&gt;it&#39;s &amp; more&lt;/b&gt;',
    );
  });
});

describe('inertStrings', () => {
  it('makes every text inert, names of fields too, and leaves all else', () => {
    const value = { 'a\n': ['\u001B[2J', { __proto: '\u202E' }], n: 1.5, yes: true, none: null };
    expect(inertStrings(value)).toEqual({ 'a ': ['\uFFFD[2J', { __proto: '\uFFFD' }], n: 1.5, yes: true, none: null });
  });
});

describe('jsonText', () => {
  it('escapes what a terminal obeys, and reads back as it was', () => {
    const value = { 'a\u009B': '\u001B\u007F\u202E\u2028\uFEFF\u{E0001} Ω\n' };
    const text = jsonText(value);
    expect(text).toBe('{\n  "a\\u009b": "\\u001b\\u007f\\u202e\\u2028\\ufeff\\udb40\\udc01 Ω\\n"\n}');
    expect(JSON.parse(text)).toEqual(value);
  });
});
