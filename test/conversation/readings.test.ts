import assert from 'node:assert/strict';
import { HELD_MS, openReadings } from '../../src/conversation/readings.js';
import { findings, held, inspection, seen } from '../support/exports.js';
import { NOW } from '../support/scene.js';
import { OWNER, personId, TEACHER } from '../support/world.js';

const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('openReadings()', () => {
  it('holds a reading for half an hour', () => {
    const readings = openReadings();
    readings.hold(held());

    assert.deepEqual(readings.find('rdg-TEST0001', later(HELD_MS - 1)), held());
    assert.equal(readings.find('rdg-TEST0001', later(HELD_MS)), null);
    assert.equal(readings.find('rdg-TEST0001', NOW), null, 'what was too old once is gone');
  });

  it('lets go of it when asked', () => {
    const readings = openReadings();
    readings.hold(held());
    readings.letGo('rdg-TEST0001');

    assert.equal(readings.find('rdg-TEST0001', NOW), null);
  });

  it('holds one for each person: the newest', () => {
    const readings = openReadings();
    readings.hold(held({ id: 'rdg-TEST0001' }));
    readings.hold(held({ id: 'rdg-TEST0002', owner: TEACHER }));
    readings.hold(held({ id: 'rdg-TEST0003', owner: OWNER }));

    assert.equal(readings.find('rdg-TEST0001', NOW), null);
    assert.equal(readings.find('rdg-TEST0002', NOW)?.owner, TEACHER);
    assert.equal(readings.find('rdg-TEST0003', NOW)?.owner, OWNER);
  });

  it('holds 100 at most and lets go of the oldest', () => {
    const readings = openReadings();
    for (let n = 0; n < 101; n += 1)
      readings.hold(held({ id: `rdg-${String(n).padStart(8, '0')}`, owner: personId(n) }));

    assert.equal(readings.find('rdg-00000000', NOW), null);
    assert.ok(readings.find('rdg-00000001', NOW) !== null);
    assert.ok(readings.find('rdg-00000100', NOW) !== null);
  });

  it('holds so many names at most, and always the last reading', () => {
    const readings = openReadings();
    const people = Array.from({ length: 90_000 }, (_, n) => seen(`Chat name ${n}`));
    const large = inspection({ readings: [findings({ people })] });
    for (const n of [1, 2, 3]) readings.hold(held({ id: `rdg-TEST000${n}`, owner: personId(n), inspection: large }));

    assert.deepEqual(
      [1, 2, 3].map((n) => readings.find(`rdg-TEST000${n}`, NOW) !== null),
      [false, true, true],
    );
  });
});
