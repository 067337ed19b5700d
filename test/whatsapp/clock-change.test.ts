import assert from 'node:assert/strict';
import { clockChanges } from '../../src/whatsapp/clock-change.js';

describe('clockChanges()', () => {
  const cases: readonly [zone: string, at: string, changes: boolean, why: string][] = [
    ['Europe/London', '2024-03-31T00:59', false, 'before the clock goes forward'],
    ['Europe/London', '2024-03-31T01:00', true, 'the first minute that there never was'],
    ['Europe/London', '2024-03-31T01:59:59', true, 'the last second that there never was'],
    ['Europe/London', '2024-03-31T02:00', false, 'after the clock went forward'],
    ['Europe/London', '2024-10-27T00:59:59', false, 'before the hour that comes twice'],
    ['Europe/London', '2024-10-27T01:30', true, 'in the hour that comes twice'],
    ['Europe/London', '2024-10-27T02:00', false, 'after the hour that comes twice'],
    ['Europe/London', '2024-10-26T01:30', false, 'the day before'],
    ['Europe/Paris', '2024-03-31T01:30', false, 'an hour before the change in Paris'],
    ['Europe/Paris', '2024-03-31T02:30', true, 'in the change in Paris'],
    ['America/New_York', '2024-11-03T01:30', true, 'in the change in New York'],
    ['Australia/Lord_Howe', '2024-04-07T01:45', true, 'where the clock goes back by half an hour'],
    ['Australia/Lord_Howe', '2024-04-07T01:15', false, 'where the clock goes back by half an hour, earlier'],
    ['Africa/Cairo', '2023-04-28T00:30', true, 'where it goes forward at midnight'],
    ['Asia/Kolkata', '2024-03-31T01:30', false, 'where no clock changes'],
    ['Europe/London', '0024-03-31T01:30', false, 'in a year before WhatsApp'],
    ['Europe/London', '9999-12-31T23:59', false, 'in a year far away'],
  ];
  for (const [zone, at, expected, why] of cases)
    it(`says ${expected} for ${at} in ${zone}: ${why}`, () => assert.equal(clockChanges(zone)(at), expected));

  it('finds two changes a year, of 60 minutes each, in London', () => {
    const changes = clockChanges('Europe/London');
    let minutes = 0;
    for (let at = Date.UTC(2022, 0, 1); at < Date.UTC(2024, 0, 1); at += 60_000)
      if (changes(new Date(at).toISOString().slice(0, 16))) minutes += 1;
    assert.equal(minutes, 240);
  });

  it('refuses a zone that there is not', () => assert.throws(() => clockChanges('Europe/Oakfield'), RangeError));
});
