import { describe, expect, it } from 'vitest';
import { element, escapeHtml } from './html.js';
import { parseHtml } from './parse-html.fixture.js';

describe('escapeHtml', () => {
  it('lets no character stand for a mark, nor what a page may not hold', () => {
    expect(escapeHtml(`<b>"it's" & more</b>`)).toBe('&lt;b&gt;&quot;it&#39;s&quot; &amp; more&lt;/b&gt;');
    expect(escapeHtml('a\u0000b\uD800c\u0085\td')).toBe('a\uFFFDb\uFFFDc\uFFFD\td');
  });
});

describe('element', () => {
  it('escapes attributes, leaves out those without a value, and closes what is to be closed', () => {
    expect(element('a', { href: '"><script>', hidden: true, id: undefined }, 'x')).toBe(
      '<a href="&quot;&gt;&lt;script&gt;" hidden>x</a>',
    );
    expect(element('meta', { charset: 'utf-8' })).toBe('<meta charset="utf-8">');
  });
});

describe('the parser of these tests', () => {
  it.each(['<p><b>x</p></b>', '<p>a & b</p>', '<p>', '<p a="1" a="2"></p>', '<p>a < b</p>', '<script>'])(
    'refuses %s',
    (html) => {
      expect(() => parseHtml(`<!DOCTYPE html>\n${html}`)).toThrow();
    },
  );
});
