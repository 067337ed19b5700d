import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { carryThroughTroubles } from '../migration/troubles.js';

const MOVES = Number(process.env['REGROUP_FAULTS'] ?? 100);
const SEED = Number(process.env['REGROUP_SEED'] ?? randomInt(1_000_000));

describe(`${MOVES} moves through a Microsoft 365 that fails (REGROUP_SEED=${SEED})`, function () {
  this.timeout(60_000 + MOVES * 20_000);

  it('end closed or stopped with the reason, with nothing twice and no channel left closed to people', async () => {
    const told = await carryThroughTroubles(MOVES, SEED);

    assert.equal(told.length, MOVES);
    const closed = told.filter(({ state }) => state === 'closed');
    const deaths = told.reduce((sum, one) => sum + one.deaths, 0);
    const again = told.filter(({ sessions }) => sessions > 1);
    assert.ok(closed.length >= MOVES / 2, `${closed.length} of ${MOVES} closed`);
    console.log(
      `      ${closed.length} closed, ${MOVES - closed.length} stopped; ${deaths} deaths; ${again.length} began to import again`,
    );
  });
});
