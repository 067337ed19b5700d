import assert from 'node:assert/strict';
import { commandIn } from '../../src/conversation/messages.js';

describe('commandIn()', () => {
  const commands: readonly (readonly [string, string])[] = [
    ['help', 'help'],
    ['  HELP!! ', 'help'],
    ['/help', 'help'],
    ['What can you do?', 'help'],
    ['Hi', 'greeting'],
    ['good  morning.', 'greeting'],
    ['status', 'status'],
    ['My groups', 'status'],
    ['Move a group', 'move'],
    ['I have lost my phone!', 'lost'],
    ['Use a WhatsApp export', 'export'],
    ['summary', 'summary'],
    ['ｓｕｍｍａｒｙ', 'summary'],
  ];
  for (const [text, command] of commands) {
    it(`takes "${text}" for ${command}`, () => {
      assert.equal(commandIn(text), command);
    });
  }

  const questions = [
    '',
    '   ',
    'can you help me move a group',
    'is there a summary of the WhatsApp rules',
    'hi, can I use WhatsApp for trips?',
    'status of the trip group in whatsapp',
    'helpful',
    '__proto__',
    'constructor',
    `help${'!'.repeat(100_000)}`,
    `${' .'.repeat(50_000)}x`,
  ];
  for (const text of questions) {
    it(`takes "${text.slice(0, 40)}" for no command`, () => {
      assert.equal(commandIn(text), null);
    });
  }
});
