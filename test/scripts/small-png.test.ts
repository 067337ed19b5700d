import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { smallPng } from '../../scripts/small-png.js';

/** A picture of these pixels, `#rrggbb`, in rows of `width`. */
function picture(width: number, colours: readonly string[]) {
  const rgba = colours.flatMap((colour) => [...Buffer.from(colour.slice(1), 'hex'), 255]);
  return { width, height: colours.length / width, rgba: Uint8Array.from(rgba) };
}

/** The chunks of a PNG by name. */
function chunks(png: Buffer): Readonly<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    found[png.toString('latin1', at + 4, at + 8)] = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
  return found;
}

describe('smallPng()', () => {
  it('keeps few colours as they are', () => {
    const { IHDR, PLTE, IDAT } = chunks(smallPng(picture(2, ['#ffffff', '#ffffff', '#5b5fc7', '#242424'])));

    assert.equal(IHDR?.toString('hex'), '00000002000000020803000000');
    assert.equal(PLTE?.toString('hex'), 'ffffff5b5fc7242424');
    assert.deepEqual([...inflateSync(IDAT ?? Buffer.alloc(0))], [0, 0, 0, 0, 1, 2]);
  });

  it('takes the nearest of the most used for a rare colour', () => {
    const common = Array.from({ length: 64 }, (_, n) => `#${(n * 4).toString(16).padStart(2, '0')}0000`);

    const { PLTE, IDAT } = chunks(smallPng(picture(129, [...common, ...common, '#050101'])));

    assert.equal(PLTE?.length, 64 * 3);
    assert.equal(inflateSync(IDAT ?? Buffer.alloc(0)).at(-1), 1);
  });
});
