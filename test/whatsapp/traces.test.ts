import assert from 'node:assert/strict';
import type { Entry } from '../../src/whatsapp/entry.js';
import { hasMailAddress, hasPhoneNumber, traceCounter } from '../../src/whatsapp/traces.js';

const ENTRY: Entry = {
  index: 0,
  at: '2024-03-08T13:55',
  or: null,
  author: 'Priya Nair',
  text: '',
  kind: 'text',
  notice: null,
};

describe('hasPhoneNumber()', () => {
  const numbers = [
    '07700 900123',
    'ring me on 07700900123 please',
    '+44 7700 900123',
    '+44 (0)7700 900123',
    '(01632) 960123',
    '0044 7700 900123',
    'call:07700-900-123.',
    '\u202a+44\u00a07700\u00a0900\u2011123\u202c',
    '٠٧٧٠٠٩٠٠١٢٣',
    'ask @447700900123 about it',
    '01.02.2024 10:30, 07700 900123',
  ];
  for (const text of numbers) it(`finds one in ${text}`, () => assert.equal(hasPhoneNumber(text), true));

  const others = [
    '01/02/2024 10:30',
    '01.02.2024 1030',
    '2024-02-01 10:30',
    '£1,234,567.89',
    'order 1234567890',
    'https://example.org/07700900123',
    'ref AB07700900123',
    '0.123456789012',
    '999',
    '4929 1234 5678 9012 3456',
    'page 0123',
    '',
  ];
  for (const text of others) it(`finds none in “${text}”`, () => assert.equal(hasPhoneNumber(text), false));
});

describe('hasMailAddress()', () => {
  for (const text of ['office@oakfield.example', 'write to a.b+c@mail.oakfield.example!', '@x a@b.co'])
    it(`finds one in ${text}`, () => assert.equal(hasMailAddress(text), true));
  for (const text of ['@447700900123', 'me @ home', 'a@b', 'a@.com', '@@@', 'a@b@c', ''])
    it(`finds none in “${text}”`, () => assert.equal(hasMailAddress(text), false));
});

describe('traceCounter()', () => {
  it('counts each entry once for each sort of trace', () => {
    const { take, traces } = traceCounter({ health: ['asthma', 'inhaler'], faith: ['mosque'] });
    take({ ...ENTRY, text: 'asthma, inhaler, 07700 900123 or 07700 900124, a@oakfield.example' });
    take({ ...ENTRY, text: 'IMG-1.jpg (file attached)\nhis inhaler', kind: 'image' });
    take({ ...ENTRY, text: 'x', kind: 'document' });
    take({ ...ENTRY, text: 'video omitted', kind: 'video' });
    assert.deepEqual(traces(), {
      phoneNumbers: 1,
      mailAddresses: 1,
      images: 1,
      documents: 1,
      special: {
        health: 2,
        faith: 0,
      },
    });
  });

  it('does not count what the app itself wrote', () => {
    const { take, traces } = traceCounter({ faith: ['mosque'] });
    const notice = { type: 'left', actor: '+44 7700 900123', targets: [], group: null, hours: null } as const;
    take({ ...ENTRY, text: '+44 7700 900123 left the mosque', author: null, kind: 'notice', notice });
    take({ ...ENTRY, text: '+44 7700 900123 left the mosque', author: null, kind: 'notice' });
    assert.deepEqual(traces(), {
      phoneNumbers: 0,
      mailAddresses: 0,
      images: 0,
      documents: 0,
      special: { faith: 0 },
    });
  });

  it('takes time in proportion to the length of a text, whatever is in it', () => {
    const parts = ['0', '0 ', '+', '(0', '1.2.', '@', 'a@', 'a@b.', 'eating ', 'é', '0000000 ', '@0 '];
    const time = (part: string, length: number) => {
      const { take } = traceCounter({ health: ['eating disorder', 'é*'] });
      const text = part.repeat(length / part.length);
      const from = performance.now();
      take({ ...ENTRY, text });
      return performance.now() - from;
    };
    for (const part of parts) {
      // A quadratic reader would need over a minute for this one.
      const taken = time(part, 400_000);
      assert.ok(taken < 1_500, `${part}: ${Math.round(taken)} ms`);
    }
  });
});
