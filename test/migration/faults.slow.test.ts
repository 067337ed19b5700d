import assert from 'node:assert/strict';
import { carryThroughTroubles } from './troubles.js';

/** A few of the five hundred that `npm run test:kill` carries. */
const MOVES = 9;

describe('moves through a Microsoft 365 that fails', function () {
  this.timeout(120_000);

  it('end closed or stopped with the reason, with nothing twice and no channel left closed to people', async () => {
    const told = await carryThroughTroubles(MOVES, 20_261_125);

    assert.equal(told.length, MOVES);
    assert.ok(told.some(({ state }) => state === 'closed'));
    assert.ok(told.some(({ deaths }) => deaths > 0));
  });
});
