import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bytesOf, htmlOf, MOST_TEXT_BYTES, piecesOf } from '../../src/history/html.js';
import { said } from '../../src/history/content-hash.js';

const CASES: readonly (readonly [text: string, html: string])[] = [
  ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;'],
  ['one\ntwo\r\nthree\u2028four', 'one<br>two<br>three<br>four'],
  ['😀 👩🏽‍🏫 é', '😀 👩🏽‍🏫 é'],
  [
    'see https://example.org/a?b=1&c=2.',
    'see <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.',
  ],
  ['HTTP://EXAMPLE.org', '<a href="http://example.org/">HTTP://EXAMPLE.org</a>'],
  ['(https://example.org)', '(<a href="https://example.org/">https://example.org</a>)'],
  ['https://school.uk@elsewhere.example/', 'https://school.uk@elsewhere.example/'],
  ['javascript:alert(1) data:text/html,x file:///etc', 'javascript:alert(1) data:text/html,x file:///etc'],
  ['https://', 'https://'],
  ['https://exa"onclick=x', '<a href="https://exa/">https://exa</a>&quot;onclick=x'],
  [
    '<script>alert(1)</script><at id="0">Priya</at>',
    '&lt;script&gt;alert(1)&lt;/script&gt;&lt;at id=&quot;0&quot;&gt;Priya&lt;/at&gt;',
  ],
];

describe('htmlOf()', () => {
  for (const [text, html] of CASES) it(`writes ${JSON.stringify(text)}`, () => assert.equal(htmlOf(text), html));
});

describe('a link that is too long', () => {
  it('stays text', () => {
    const address = `https://example.org/${'a'.repeat(2_000)}`;

    assert.equal(htmlOf(address), address);
  });
});

describe('piecesOf()', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\n', ' ', 'https://example.org/é/&?a=b ', '&&&&', '😀', '漢字', 'word '),
      fc
        .tuple(
          fc.constantFrom('&', 'a', '漢', '😀', '\n', 'é ', 'https://漢.example/漢&'),
          fc.integer({ min: 1, max: 9_000 }),
        )
        .map(([piece, times]) => piece.repeat(times)),
    ),
    { maxLength: 12 },
  );

  it('keeps every piece below the limit in UTF-8 and in UTF-16, and loses nothing', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('').replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD');
        const pieces = piecesOf(text);
        for (const piece of pieces) assert.ok(bytesOf(piece) <= MOST_TEXT_BYTES, `${bytesOf(piece)}`);
        assert.equal(spoken(pieces.join('')), spoken(htmlOf(text)));
      }),
      { numRuns: 60 },
    );
  });

  it('does not part what fits', () => {
    assert.equal(piecesOf('word '.repeat(2_000)).length, 1);
    assert.equal(piecesOf('a short text').length, 1);
    assert.equal(piecesOf('').length, 1);
  });

  it('parts between words, into as few as fit', () => {
    const pieces = piecesOf('wörter '.repeat(8_000));

    assert.equal(pieces.length, Math.ceil((7 * 8_000 * 2) / MOST_TEXT_BYTES));
    for (const piece of pieces) assert.match(piece, /^wörter .* $/u);
  });
});

/** The words alone: a link that was cut is none any more. */
function spoken(html: string): string {
  return said(html).replaceAll(/\uE001[^\uE002]*\uE002/gu, '');
}
