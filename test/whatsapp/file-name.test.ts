import assert from 'node:assert/strict';
import { groupIn } from '../../src/whatsapp/file-name.js';

describe('groupIn()', () => {
  const cases: readonly [string, string | null][] = [
    ['WhatsApp Chat with PE staff.txt', 'PE staff'],
    ['WhatsApp Chat - PE staff.zip', 'PE staff'],
    ['WhatsApp Chat with PE staff (1).txt', 'PE staff'],
    ['WhatsApp Chat mit PE-Kollegium.txt', 'PE-Kollegium'],
    ['Discussion WhatsApp avec Équipe.txt', 'Équipe'],
    ['Discussion WhatsApp avec E\u0301quipe.txt', 'Équipe'],
    ['PE ile WhatsApp Sohbeti.txt', 'PE'],
    ['PEとのWhatsAppチャット.txt', 'PE'],
    ['WhatsApp 与 PE 的对话.txt', 'PE'],
    ['exports/WhatsApp Chat with PE.txt', 'PE'],
    ['_chat.txt', null],
    ['notes.txt', null],
    ['WhatsApp Chat with .txt', null],
    ['', null],
  ];
  for (const [name, group] of cases)
    it(`finds ${group ?? 'no group'} in ${JSON.stringify(name)}`, () => {
      assert.equal(groupIn(name), group);
    });
});
