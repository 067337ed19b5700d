#!/usr/bin/env node
// @ts-check
/**
 * Checks an audit record of Regroup that was exported into a folder. It needs Node 20 or later and nothing else: no package, no
 * network, no database, nothing of Regroup.
 *
 *     node verify.mjs DIR [--checkpoint FILE]... [--key VKEY]... [--json]
 *
 * --checkpoint  a checkpoint that somebody outside has kept: the data protection officer gets them in Teams
 * --key         a verifier key that you have from somewhere else than DIR, or a file that holds one
 *
 *  0  intact and anchored      20  altered        2  cannot be checked
 * 10  intact, not anchored     21  truncated
 *                              22  forked
 *                              23  key unknown
 *
 * What the folder holds can be made anew, all of it, by whoever made it. So it never vouches for itself: only a checkpoint or a key
 * that you bring makes a record "anchored". Take this file, too, from where you trust it. The format: docs/log-format.md.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isUtf8 } from 'node:buffer';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./verify.d.mts').State} State */
/** @typedef {import('./verify.d.mts').Finding} Finding */
/** @typedef {import('./verify.d.mts').Head} Head */
/** @typedef {import('./verify.d.mts').Redaction} Redaction */
/** @typedef {import('./verify.d.mts').Report} Report */
/** @typedef {import('./verify.d.mts').Folder} Folder */
/** @typedef {import('./verify.d.mts').Given} Given */
/** @typedef {import('./verify.d.mts').Source} Source */
/** @typedef {import('./verify.d.mts').NamedText} NamedText */
/** @typedef {{ name: string, hash: string, id: string, print: string, object: crypto.KeyObject }} Key */
/** @typedef {{ what: string, when: string, details: Record<string, unknown> }} Event */
/** @typedef {{ seq: number, salt: string | null, canonical: string | null, commitment: string | null, proof: string[] | null }} Line */
/** @typedef {Head & { rootBytes: string, signer: Key | null }} Opened */

/**
 * Verifier keys that this copy was given out with. There are none in what Regroup exports: whoever keeps the record makes that copy.
 * The copy of an invented record (`regroup audit sample`) holds its first key, as an auditor's own copy would.
 * @type {readonly string[]}
 */
const BUILT_IN_KEYS = [];

/** @type {Record<State, number>} */
export const EXIT = {
  'intact-anchored': 0,
  unreadable: 2,
  'intact-not-anchored': 10,
  altered: 20,
  truncated: 21,
  forked: 22,
  'key-unknown': 23,
};

/** When several things are wrong, the first of these is what the record is called. */
const WORST = /** @type {const} */ (['forked', 'altered', 'truncated', 'key-unknown']);

/**
 * How far a time may lie behind one that was recorded before it: ten minutes. Entries are put into order when they are stored, and
 * carry the time at which their change began, on the clock of whichever instance made it. Five minutes is the most by which clocks may
 * differ where people sign in with Kerberos (RFC 4120); five more are longer than any transaction of the bot takes.
 */
const TOLERANCE = 10 * 60 * 1000;

/** The longest line that is read. An entry has a few hundred bytes; the largest that its form allows has less than half of this. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Nothing can be checked: the message says why. */
export class Unreadable extends Error {
  /** @override */
  name = 'Unreadable';
}

/** A file that is not in its form. */
class Malformed extends Error {
  /** @override */
  name = 'Malformed';
}

// ---------------------------------------------------------------------------------------------------------------- hashes

// Hashes are kept as strings of 32 characters of one byte each ("latin1"): Node makes those in less than half the time of a Buffer.

/** @type {(data: Uint8Array) => string} */
const sha256 =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'binary')
    : (data) => crypto.createHash('sha256').update(data).digest('binary');

const EMPTY_ROOT = sha256(Buffer.alloc(0));

const leafBytes = Buffer.alloc(33);
/** RFC 6962, section 2.1: SHA-256(0x00 ‖ data). @param {string} commitment */
function leafHash(commitment) {
  leafBytes[0] = 0;
  leafBytes.write(commitment, 1, 32, 'latin1');
  return sha256(leafBytes);
}

const nodeBytes = Buffer.alloc(65);
/** SHA-256(0x01 ‖ left ‖ right). @param {string} left @param {string} right */
function nodeHash(left, right) {
  nodeBytes[0] = 1;
  nodeBytes.write(left, 1, 32, 'latin1');
  nodeBytes.write(right, 33, 32, 'latin1');
  return sha256(nodeBytes);
}

let entryBytes = Buffer.alloc(64 * 1024);
/** SHA-256(salt ‖ canonical bytes). @param {string} salt 64 hex digits @param {string} canonical */
function commitmentOf(salt, canonical) {
  const most = 32 + canonical.length * 3;
  if (most > entryBytes.length) entryBytes = Buffer.alloc(most);
  entryBytes.write(salt, 0, 32, 'hex');
  return sha256(entryBytes.subarray(0, 32 + entryBytes.write(canonical, 32, 'utf8')));
}

/** @param {string} latin1 */
const toHex = (latin1) => Buffer.from(latin1, 'latin1').toString('hex');
/** @param {string} hex */
const fromHex = (hex) => Buffer.from(hex, 'hex').toString('latin1');

/** A Merkle tree that grows and keeps only the roots of its complete subtrees, the largest first. */
class Tree {
  size = 0;
  /** @type {string[]} */
  peaks = [];

  /** @param {string} leaf its hash */
  push(leaf) {
    let hash = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2)
      hash = nodeHash(/** @type {string} */ (this.peaks.pop()), hash);
    this.peaks.push(hash);
    this.size += 1;
  }

  root() {
    let root = this.peaks.at(-1) ?? EMPTY_ROOT;
    for (let at = this.peaks.length - 2; at >= 0; at -= 1)
      root = nodeHash(/** @type {string} */ (this.peaks[at]), root);
    return root;
  }
}

/**
 * The root to which an audit path leads (RFC 9162, section 2.1.3.2); null when the path has not the right length.
 * @param {string} leaf @param {number} index @param {number} size @param {readonly string[]} proof
 */
function rootOfPath(leaf, index, size, proof) {
  if (index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(beside, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, beside);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

/**
 * Whether the proof shows that the tree of `first` entries is the beginning of that of `second` (RFC 9162, section 2.1.4.2).
 * @param {number} first @param {string} firstRoot @param {number} second @param {string} secondRoot @param {readonly string[]} proof
 */
function isBeginning(first, firstRoot, second, secondRoot, proof) {
  if (first === second) return proof.length === 0 && firstRoot === secondRoot;
  if (first === 0 || first > second) return first === 0 && proof.length === 0 && firstRoot === EMPTY_ROOT;
  const [begin, ...rest] = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : proof;
  if (begin === undefined) return false;
  let [node, last, one, two] = [first - 1, second - 1, begin, begin];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  for (const beside of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [one, two] = [nodeHash(beside, one), nodeHash(beside, two)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else two = nodeHash(two, beside);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && one === firstRoot && two === secondRoot;
}

/** @param {number} number */
const half = (number) => Math.floor(number / 2);

// ------------------------------------------------------------------------------------------------- keys and checkpoints

/** What stands before a raw Ed25519 public key in DER (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Base 64 in its one right form; Node by itself reads past whatever it does not know. @param {string} text */
function base64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/**
 * A verifier key, `name+hash+base64(0x01 ‖ public key)` (https://c2sp.org/signed-note); null when it is not one.
 * @param {string} text @returns {Key | null}
 */
function readKey(text) {
  const [, name = '', hash = '', rest = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = base64(rest);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== 1) return null;
  if (toHex(sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), bytes]))).slice(0, 8) !== hash) return null;
  const der = Buffer.concat([DER_PREFIX, bytes.subarray(1)]);
  return {
    name,
    hash,
    id: `${name}+${hash}`,
    print: `${hash} ${bytes.toString('hex', 1)}`,
    object: crypto.createPublicKey({ key: der, format: 'der', type: 'spki' }),
  };
}

const CHECKPOINT =
  /^([^\s+]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\ntime (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$/;

/**
 * A checkpoint (https://c2sp.org/tlog-checkpoint) in a signed note. Throws `Malformed`.
 * @param {string} note
 */
function readCheckpoint(note) {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [, origin = '', size = '', root = '', time = ''] = CHECKPOINT.exec(text) ?? [];
  const rootBytes = base64(root);
  if (end < 0 || rootBytes === null || rootBytes.length !== 32 || !TIME.test(time) || !note.endsWith('\n'))
    throw new Malformed('is not a checkpoint in its one right form');
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(readSignature);
  return { origin, size: Number(size), rootBytes: rootBytes.toString('latin1'), time, text, signatures };
}

/** @param {string} line */
function readSignature(line) {
  const [, name = '', encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = base64(encoded);
  if (name === '' || bytes === null || bytes.length < 5) throw new Malformed('has a line that is no signature');
  return { name, hash: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
}

/**
 * Opens a checkpoint with the keys that are known. Signatures under other names (witnesses) are nobody's business here; one under the
 * log's own name must be good.
 * @param {NamedText} named @param {boolean} outside @param {readonly Key[]} keys @param {Finding[]} findings @returns {Opened | null}
 */
function openCheckpoint({ name, text: note }, outside, keys, findings) {
  const which = outside ? `The checkpoint ${name} that you gave` : `The checkpoint ${name}`;
  try {
    const { origin, size, rootBytes, time, text, signatures } = readCheckpoint(note);
    const head = {
      name,
      outside,
      note,
      size,
      root: toHex(rootBytes),
      rootBytes,
      time,
      fits: /** @type {const} */ ('not-comparable'),
    };
    /** @type {Key | null} */
    let signer = null;
    for (const { name: by, hash, signature } of signatures) {
      if (by !== origin) continue;
      const key = keys.find((one) => one.name === by && one.hash === hash);
      if (key === undefined) {
        findings.push(
          keyUnknown(`${which} is signed with the key ${by}+${hash}, and nothing here or from you says whose that is.`),
        );
        return { ...head, key: null, signer: null };
      }
      if (signature.length !== 64 || !crypto.verify(null, Buffer.from(text, 'utf8'), key.object, signature)) {
        findings.push(altered(null, null, `${which} is not what the key ${key.id} signed: it was changed, or forged.`));
        return null;
      }
      signer = key;
    }
    if (signer === null) findings.push(keyUnknown(`${which} bears no signature of the log ${origin}.`));
    return { ...head, key: signer?.id ?? null, signer };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    findings.push(altered(null, null, `${which} ${error.message}.`));
    return null;
  }
}

/**
 * The keys of `keys.txt`, in the order in which they were used.
 * @param {string | null} text @param {Finding[]} findings @returns {Key[]}
 */
function readKeys(text, findings) {
  if (text === null) return [];
  /** @type {Key[]} */
  const keys = [];
  const lines = text.split('\n');
  if (lines.pop() !== '') findings.push(keyUnknown('keys.txt does not end with a line break.'));
  for (const [at, line] of lines.entries()) {
    const key = readKey(line);
    if (key === null) findings.push(keyUnknown(`Line ${at + 1} of keys.txt is not a verifier key, or was changed.`));
    else if (keys.some(({ id }) => id === key.id)) findings.push(keyUnknown(`keys.txt has the key ${key.id} twice.`));
    else keys.push(key);
  }
  if (new Set(keys.map(({ name }) => name)).size > 1)
    findings.push(keyUnknown('keys.txt has keys of more than one log.'));
  return keys;
}

// --------------------------------------------------------------------------------------------------------------- entries

// RFC 8785 by hand: each function says where what begins at `at` ends, -1 when it is not in its one right form. Parsing the text and
// writing it anew would do as well, in twice the time.

/** Whether a text is JSON in canonical form. @param {string} text */
export function isCanonical(text) {
  return valueEnd(text, 0) === text.length;
}

/** @param {string} text @param {number} at @returns {number} */
function valueEnd(text, at) {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return stringEnd(text, at);
  if (first === 0x7b) return objectEnd(text, at);
  if (first === 0x5b) return arrayEnd(text, at);
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, at)) return at + word.length;
  return numberEnd(text, at);
}

/** @param {string} text @param {number} at @returns {number} */
function objectEnd(text, at) {
  if (text.charCodeAt(at + 1) === 0x7d) return at + 2;
  let before = null;
  for (;;) {
    const colon = text.charCodeAt(at + 1) === QUOTE ? stringEnd(text, at + 1) : -1;
    if (colon < 0 || text.charCodeAt(colon) !== 0x3a) return -1;
    const key = plain(text.slice(at + 2, colon - 1));
    if (before !== null && before >= key) return -1;
    before = key;
    at = valueEnd(text, colon + 1);
    if (at < 0) return -1;
    if (text.charCodeAt(at) === 0x7d) return at + 1;
    if (text.charCodeAt(at) !== COMMA) return -1;
  }
}

/** @param {string} text @param {number} at @returns {number} */
function arrayEnd(text, at) {
  if (text.charCodeAt(at + 1) === 0x5d) return at + 2;
  for (;;) {
    at = valueEnd(text, at + 1);
    if (at < 0) return -1;
    if (text.charCodeAt(at) === 0x5d) return at + 1;
    if (text.charCodeAt(at) !== COMMA) return -1;
  }
}

/** @param {string} text @param {number} at @returns {number} */
function stringEnd(text, at) {
  for (at += 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at + 1;
    if (unit < 0x20) return -1;
    if (unit === BACKSLASH) {
      const escaped = ESCAPE.exec(text.slice(at, at + 6));
      if (escaped === null) return -1;
      at += escaped[0].length - 1;
    } else if (unit >= 0xd800 && unit < 0xe000) {
      const next = text.charCodeAt(at + 1);
      if (unit >= 0xdc00 || !(next >= 0xdc00 && next < 0xe000)) return -1;
      at += 1;
    }
  }
  return -1;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
/** The only escapes that RFC 8785 has. */
const ESCAPE = /^\\(?:["\\bfnrt]|u00(?:0[0-7be-f]|1[0-9a-f]))/;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]\d+)?/y;

/** @param {string} text @param {number} at @returns {number} */
function numberEnd(text, at) {
  NUMBER.lastIndex = at;
  const [found] = NUMBER.exec(text) ?? [];
  return found !== undefined && String(Number(found)) === found ? at + found.length : -1;
}

/** What stands between the quotes of a string, without escapes. @param {string} inner */
function plain(inner) {
  return inner.includes('\\') ? /** @type {string} */ (JSON.parse(`"${inner}"`)) : inner;
}

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** What stands before each value of an event: keys in their order. */
const HEADS = [
  '{"correlationId":',
  ',"details":',
  ',"subjectId":',
  ',"subjectType":',
  ',"what":',
  ',"when":',
  ',"who":',
];
/** Kinds whose details matter to the checks. */
const READ = ['key.rotated', 'entry.redacted'];

/** The event in canonical bytes; null when it is not one. @param {string} text @returns {Event | null} */
function readEvent(text) {
  let at = 0;
  const values = [];
  for (const head of HEADS) {
    if (!text.startsWith(head, at)) return null;
    const from = at + head.length;
    at = valueEnd(text, from);
    if (at < 0) return null;
    values.push(text.slice(from, at));
  }
  const [, details = '', , , what = '', when = ''] = values;
  const event = { what: what.slice(1, -1), when: when.slice(1, -1), details: {} };
  if (text.slice(at) !== '}' || details[0] !== '{' || what[0] !== '"' || !TIME.test(event.when)) return null;
  return READ.includes(event.what) ? { ...event, details: JSON.parse(details) } : event;
}

const WHOLE = /^\{"seq":(0|[1-9]\d{0,14}),"salt":"([0-9a-f]{64})","canonical":"/;
const REDACTED = /^\{"seq":(0|[1-9]\d{0,14}),"commitment":"([0-9a-f]{64})","redacted":true\}$/;
const PROOF = /,"proof":(\[(?:"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*)?\])\}$/;

/** A line of `log.jsonl`; null when it is not in its one right form. @param {string} text @returns {Line | null} */
function readLine(text) {
  const whole = WHOLE.exec(text);
  if (whole === null) {
    const [, seq, commitment = ''] = REDACTED.exec(text) ?? [];
    return seq === undefined
      ? null
      : { seq: Number(seq), salt: null, canonical: null, commitment: fromHex(commitment), proof: null };
  }
  const [head, seq, salt = ''] = whole;
  const quoted = text.slice(head.length - 1, -1);
  const canonical = text.endsWith('"}') ? unquoted(quoted) : null;
  return canonical === null ? null : { seq: Number(seq), salt, canonical, commitment: null, proof: null };
}

/** Anything but an escaped quote or backslash: then it takes a closer look whether the text is quoted in the one right way. */
const ODD_ESCAPE = /\\[^"\\]/;

/** The text that JSON.stringify has quoted so; null when it has not. @param {string} quoted */
function unquoted(quoted) {
  try {
    const text = JSON.parse(quoted);
    if (typeof text !== 'string' || (ODD_ESCAPE.test(quoted) && JSON.stringify(text) !== quoted)) return null;
    return text;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A line of `proofs.jsonl`: that of `log.jsonl`, with an audit path. @param {string} text @returns {Line | null} */
function readProofLine(text) {
  const [all, proof] = PROOF.exec(text) ?? [];
  if (all === undefined || proof === undefined) return null;
  const line = readLine(`${text.slice(0, -all.length)}}`);
  return line === null ? null : { ...line, proof: /** @type {string[]} */ (JSON.parse(proof)).map(fromHex) };
}

/** What is gathered from entries one by one: times, keys, redactions. */
class Gathered {
  /** The latest time so far, and where it was. */
  latest = { when: '', seq: -1 };
  /** @type {{ seq: number, text: string } | null} */
  clock = null;
  /** Keys that came into use: hash and public key, as `Key.print`. @type {{ seq: number, key: string }[]} */
  rotations = [];
  /** Entries without content. @type {number[]} */
  blank = [];
  /** What was redacted, by the entry that says so. @type {Map<number, { entry: number, kind: string | null, why: string | null }>} */
  said = new Map();

  /** @param {number} seq @param {Event} event */
  take(seq, { what, when, details }) {
    if (when >= this.latest.when) this.latest = { when, seq };
    else if (Date.parse(when) + TOLERANCE < Date.parse(this.latest.when))
      this.clockFault(
        seq,
        `Its time is ${when}, but entry ${this.latest.seq} before it has ${this.latest.when}: the clock went back.`,
      );
    if (what === 'key.rotated') this.rotations.push({ seq, key: `${details['to']} ${details['publicKey']}` });
    if (what !== 'entry.redacted' || typeof details['seq'] !== 'number' || details['seq'] >= seq) return;
    if (!this.said.has(details['seq']))
      this.said.set(details['seq'], { entry: seq, kind: textOr(details['kind']), why: textOr(details['why']) });
  }

  /** A checkpoint over all that was taken: it was signed after it. @param {string} time @param {number} seq the last entry */
  passCheckpoint(time, seq) {
    if (Date.parse(time) + TOLERANCE < Date.parse(this.latest.when))
      this.clockFault(
        this.latest.seq,
        `Its time is ${this.latest.when}, but a checkpoint that covers it was signed at ${time}.`,
      );
    if (time > this.latest.when) this.latest = { when: time, seq };
  }

  /** Sentences about entries that were redacted and still have their content. */
  stillThere() {
    const blank = new Set(this.blank);
    const there = [...this.said.keys()].filter((seq) => !blank.has(seq));
    return there.map((seq) => `Entry ${seq} is said to be redacted, but its content is here.`);
  }

  /** @param {number} seq @param {string} text */
  clockFault(seq, text) {
    this.clock ??= { seq, text };
  }
}

/** @param {unknown} value */
const textOr = (value) => (typeof value === 'string' ? value : null);

// -------------------------------------------------------------------------------------------------------------- findings

/** @param {number | null} seq @param {number | null} to @param {string} text @returns {Finding} */
const altered = (seq, to, text) => ({ state: 'altered', seq, to, text });
/** @param {string} text @returns {Finding} */
const keyUnknown = (text) => ({ state: 'key-unknown', seq: null, to: null, text });

/**
 * Keys and checkpoints, opened before any entry is read.
 * @param {{ checkpoints: readonly NamedText[], keys: string | null, given: Given }} source
 */
function open({ checkpoints, keys: keysText, given }) {
  /** @type {Finding[]} */
  const findings = [];
  const keys = readKeys(keysText, findings);
  const held = given.keys.map((text) => {
    const key = readKey(text);
    if (key === null)
      throw new Unreadable(`"${text}" is not a verifier key: it should look like name+0123abcd+base64.`);
    return key;
  });
  const known = [...held, ...keys.filter(({ print }) => !held.some((one) => one.print === print))];
  const heads = [
    ...checkpoints.map((one) => openCheckpoint(one, false, known, findings)),
    ...given.checkpoints.map((one) => openCheckpoint(one, true, known, findings)),
  ].filter((head) => head !== null);
  heads.sort((a, b) => a.size - b.size || (a.time < b.time ? -1 : 1));
  return { findings, keys, held, heads };
}

/**
 * Which keys may be trusted: those that you gave, those with which a checkpoint that you gave is signed, and every key that an entry
 * names which a checkpoint of a trusted key covers. How far trusted checkpoints reach comes with it.
 * @param {readonly Opened[]} good @param {readonly Key[]} held @param {readonly { seq: number, key: string }[]} rotations
 */
function anchor(good, held, rotations) {
  const brought = good.flatMap(({ outside, signer }) => (outside && signer !== null ? [signer.print] : []));
  const trusted = new Set([...held.map(({ print }) => print), ...brought]);
  let reach = -1;
  for (const before = { reach: -2 }; before.reach < reach;) {
    before.reach = reach;
    for (const { size, signer } of good)
      if (signer !== null && trusted.has(signer.print)) reach = Math.max(reach, size);
    for (const { seq, key } of rotations) if (seq < reach) trusted.add(key);
  }
  return { trusted, reach };
}

/**
 * Whether the keys follow one another as the log says, and sign in that order.
 * @param {readonly Key[]} keys @param {readonly { seq: number, key: string }[]} rotations @param {readonly Opened[]} heads
 * @param {Finding[]} findings
 */
function checkKeys(keys, rotations, heads, findings) {
  const [first] = keys;
  if (first === undefined) return;
  const named = [first.print];
  for (const { key } of rotations) if (named.at(-1) !== key) named.push(key);
  const odd = keys.find(({ print }, at) => named[at] !== print);
  if (odd !== undefined)
    findings.push(
      keyUnknown(`keys.txt has the key ${odd.id}, and no entry of the log says that it came into use there.`),
    );
  else if (named.length > keys.length)
    findings.push(keyUnknown('The log says that a key came into use which keys.txt does not have.'));
  let newest = 0;
  for (const { name, signer } of heads) {
    const at = keys.findIndex(({ print }) => print === signer?.print);
    if (at >= 0 && at < newest)
      findings.push(
        keyUnknown(`The checkpoint ${name} is signed with the key ${keys[at]?.id}, which was out of use by then.`),
      );
    newest = Math.max(newest, at);
  }
}

/** Two heads that one key holder signed and that cannot be of one log. @param {readonly Opened[]} heads @param {Finding[]} findings */
function checkForks(heads, findings) {
  const signed = heads.filter(({ signer }) => signer !== null);
  for (const wrong of signed.filter(({ fits }) => fits === 'differs')) {
    const right = signed.find(({ fits, size }) => fits === 'fits' && size >= wrong.size);
    if (right !== undefined) {
      const text = `Two histories were signed: ${right.name} (${right.size} entries) fits this log, ${wrong.name} (${wrong.size} entries) does not, and both signatures are good.`;
      findings.push({ state: 'forked', seq: null, to: null, text });
      return;
    }
  }
  for (const [at, one] of signed.entries()) {
    const other = signed.slice(at + 1).find(({ size, root }) => size === one.size && root !== one.root);
    if (other === undefined) continue;
    const text = `Two histories were signed: ${one.name} and ${other.name} are both over ${one.size} entries, and differ.`;
    findings.push({ state: 'forked', seq: null, to: null, text });
    return;
  }
}

/** Entries without content, each with the entry that says why. @param {Gathered} gathered @param {Finding[]} findings @returns {Redaction[]} */
function checkRedactions({ blank, said }, findings) {
  return blank.map((seq) => {
    const found = said.get(seq);
    if (found === undefined)
      findings.push(altered(seq, seq, 'Its content is gone, and no later entry says that it was redacted.'));
    return { seq, entry: found?.entry ?? null, kind: found?.kind ?? null, why: found?.why ?? null };
  });
}

/** @param {number} n @param {string} one @param {string} many */
const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

/**
 * What the record is called, from all that was found.
 * @param {{ kind: 'log' | 'part', entries: number, root: string, toAnchor: number, heads: readonly Opened[], held: readonly Key[],
 *   rotations: readonly { seq: number, key: string }[], findings: Finding[], remarks: string[], redactions: Redaction[],
 *   computed: readonly { size: number, root: string }[] }} all
 * @returns {Report}
 */
function conclude({ kind, entries, root, toAnchor, heads, held, rotations, findings, remarks, redactions, computed }) {
  const good = heads.filter(({ fits, signer }) => fits === 'fits' && signer !== null);
  const signed = Math.max(0, ...good.map(({ size }) => size));
  // A checkpoint that you hold and that cannot be compared may contradict what is here: then nothing is anchored.
  const isLoose = heads.some(({ outside, fits }) => outside && fits === 'not-comparable');
  const { trusted, reach: found } = anchor(good, held, rotations);
  const reach = isLoose ? -1 : found;
  const isAsked = held.length > 0 || heads.some(({ outside }) => outside);
  if (findings.length === 0 && isAsked && !isLoose) {
    if (reach < 0) findings.push(keyUnknown('Nothing in this folder is signed with a key that you gave.'));
    const stray = good.find(({ size, signer }) => size > reach && signer !== null && !trusted.has(signer.print));
    if (reach >= 0 && stray !== undefined)
      findings.push(
        keyUnknown(
          `From ${stray.name} on, checkpoints are signed with the key ${stray.key}. No checkpoint of a key that you can trust covers the entry that names it: give the key itself, or a checkpoint that is signed with it and that somebody has kept.`,
        ),
      );
  }
  const anchored = findings.length > 0 ? 0 : Math.max(0, reach);
  if (kind === 'log' && signed < toAnchor && findings.length === 0)
    remarks.push(
      `${count(toAnchor - signed, 'entry', 'entries')} from entry ${signed} on came after the last checkpoint: nothing vouches for them yet.`,
    );
  const state =
    WORST.find((one) => findings.some((found) => found.state === one)) ??
    (reach >= toAnchor ? 'intact-anchored' : 'intact-not-anchored');
  return {
    state,
    exit: EXIT[state],
    kind,
    entries,
    root: toHex(root),
    signed,
    anchored,
    findings: inOrder(findings),
    remarks,
    redactions,
    heads: heads.map(bare),
    computed,
  };
}

/** @param {Opened} head @returns {Head} */
function bare({ name, outside, note, size, root, time, key, fits }) {
  return { name, outside, note, size, root, time, key, fits };
}

/** The worst first, then by entry. @param {readonly Finding[]} findings */
function inOrder(findings) {
  /** @param {Finding} finding */
  const place = ({ state, seq }) => WORST.indexOf(state) * 2 ** 52 + (seq ?? 2 ** 51);
  return [...findings].sort((a, b) => place(a) - place(b));
}

// --------------------------------------------------------------------------------------------------------- a whole log

/**
 * A check of a whole log, line by line, in memory that does not grow with it.
 * @param {Source} source @returns {import('./verify.d.mts').Check}
 */
export function newCheck(source) {
  const pass = new Pass(source);
  pass.passHeads();
  return {
    line: (text) => {
      pass.broken = pass.take(text);
      return pass.broken === null;
    },
    end: (problem = null) => pass.end(problem),
  };
}

/** One reading of a log. */
class Pass {
  tree = new Tree();
  gathered = new Gathered();
  /** Roots at the sizes of checkpoints. @type {Map<number, string>} */
  roots = new Map();
  /** What is wrong with the first line that cannot be an entry. @type {string | null} */
  broken = null;
  /** The first entry that `leaves.txt` has otherwise. @type {number | null} */
  unlike = null;
  /** The first checkpoint that is not reached yet. */
  next = 0;

  /** @param {Source} source */
  constructor(source) {
    this.source = source;
    this.opened = open(source);
    this.sidecar = source.leaves?.()[Symbol.iterator]() ?? null;
  }

  /** What is wrong with this line; null when it is the next entry. @param {string} text */
  take(text) {
    const { tree, gathered } = this;
    const line = readLine(text);
    if (line === null) return 'This line is not an entry in its one right form.';
    if (line.seq !== tree.size)
      return `Here stands the entry ${line.seq}: an entry is missing, doubled, put in or out of order.`;
    const commitment = commitmentIn(line, gathered);
    if (commitment === null) return NOT_AN_EVENT;
    const leaf = leafHash(commitment);
    this.compare(leaf);
    tree.push(leaf);
    this.passHeads();
    return null;
  }

  /** @param {string} leaf */
  compare(leaf) {
    if (this.sidecar === null || this.unlike !== null) return;
    const expected = this.sidecar.next();
    if (expected.done || expected.value !== toHex(leaf)) this.unlike = this.tree.size;
  }

  passHeads() {
    const { tree, gathered, roots } = this;
    const { heads } = this.opened;
    for (let head = heads[this.next]; head !== undefined && head.size === tree.size; head = heads[(this.next += 1)]) {
      if (!roots.has(head.size)) roots.set(head.size, tree.root());
      if (head.signer !== null) gathered.passCheckpoint(head.time, tree.size - 1);
    }
  }

  /** @param {'cut' | 'unreadable' | null} problem @returns {Report} */
  end(problem) {
    const { tree, gathered, roots, sidecar } = this;
    const { findings, keys, held, heads: opened } = this.opened;
    if (problem === 'unreadable') this.broken ??= 'This line is not UTF-8, or far too long.';
    const { broken } = this;
    if (this.unlike === null && broken === null && sidecar?.next().done === false) this.unlike = tree.size;
    const heads = opened.map((head) => ({ ...head, fits: fitOf(head, roots, tree.size) }));
    const { leaves } = this.source;
    checkEntries({
      broken,
      isCut: problem === 'cut',
      unlike: this.unlike,
      size: tree.size,
      heads,
      leaves,
      findings,
    });
    checkForks(heads, findings);
    checkClock(gathered, findings);
    const redactions = broken === null ? checkRedactions(gathered, findings) : [];
    if (findings.length === 0) checkKeys(keys, gathered.rotations, heads, findings);
    const sizes = [...roots, /** @type {const} */ ([tree.size, tree.root()])];
    return conclude({
      kind: 'log',
      entries: tree.size,
      root: tree.root(),
      toAnchor: tree.size,
      heads,
      held,
      rotations: gathered.rotations,
      findings,
      remarks: gathered.stillThere(),
      redactions,
      computed: sizes.map(([size, root]) => ({ size, root: toHex(root) })),
    });
  }
}

const NOT_AN_EVENT = 'Its content is not an event in canonical form (RFC 8785).';

/**
 * What the tree has of an entry, after its content was looked at; null when that is not an event.
 * @param {Line} line @param {Gathered} gathered
 */
function commitmentIn({ seq, salt, canonical, commitment }, gathered) {
  if (salt === null || canonical === null) {
    gathered.blank.push(seq);
    return commitment;
  }
  const event = readEvent(canonical);
  if (event === null) return null;
  gathered.take(seq, event);
  return commitmentOf(salt, canonical);
}

/** @param {Gathered} gathered @param {Finding[]} findings */
function checkClock({ clock }, findings) {
  if (clock !== null) findings.push(altered(clock.seq, clock.seq, clock.text));
}

/** @param {Opened} head @param {ReadonlyMap<number, string>} roots @param {number} size @returns {Head['fits']} */
function fitOf(head, roots, size) {
  if (head.size > size) return 'beyond';
  return roots.get(head.size) === head.rootBytes ? 'fits' : 'differs';
}

/**
 * What the entries themselves show: a broken line, one that differs from its commitment, a stretch that differs from what was signed,
 * an end that came too soon.
 * @param {{ broken: string | null, isCut: boolean, unlike: number | null, size: number, heads: readonly Opened[],
 *   leaves: Source['leaves'], findings: Finding[] }} found
 */
function checkEntries({ broken, isCut, unlike, size, heads, leaves, findings }) {
  const signed = heads.filter(({ signer }) => signer !== null);
  const fitting = Math.max(0, ...signed.filter(({ fits }) => fits === 'fits').map((head) => head.size));
  const wrong = signed.find(({ fits, size }) => fits === 'differs' && size > fitting);
  const beyond = signed.findLast(({ fits }) => fits === 'beyond');
  if (broken !== null) findings.push(altered(size, size, broken));
  if (unlike !== null) findings.push(unlikeFinding(unlike, { size, fitting, signed, leaves }));
  if (wrong !== undefined && (unlike === null || unlike >= wrong.size))
    findings.push(
      altered(
        fitting,
        wrong.size - 1,
        `The entries ${fitting} to ${wrong.size - 1} are not all what ${wrong.name} was signed over: one of them, or several, were changed, removed, put in or moved. The ${fitting} entries before them are as they were signed.`,
      ),
    );
  if (broken === null && (isCut || beyond !== undefined)) {
    const text =
      beyond === undefined
        ? 'The log ends in the middle of a line.'
        : `The log ends before entry ${size}, but ${beyond.name} was signed over ${count(beyond.size, 'entry', 'entries')}.`;
    findings.push({ state: beyond === undefined ? 'altered' : 'truncated', seq: size, to: size, text });
  }
}

/**
 * `leaves.txt` and the log differ. Where what was signed stands over the leaves, it is the entry that was changed.
 * @param {number} seq
 * @param {{ size: number, fitting: number, signed: readonly Opened[], leaves: Source['leaves'] }} about
 * @returns {Finding}
 */
function unlikeFinding(seq, { size, fitting, signed, leaves }) {
  const last = signed.at(-1);
  if (last !== undefined && seq < last.size && leaves !== null && rootOfLines(leaves(), last.size) === last.rootBytes) {
    if (seq === size)
      return { state: 'truncated', seq, to: last.size - 1, text: 'It is missing, and so is everything after it.' };
    return altered(
      seq,
      seq,
      'It is not what was recorded: its content or its salt was changed, or it was put in, removed or moved.',
    );
  }
  if (seq < fitting)
    return altered(null, null, `leaves.txt was changed at line ${seq + 1}: the entry there is as it was signed.`);
  if (seq >= size)
    return altered(null, null, 'leaves.txt has more lines than the log has entries, or its end was changed.');
  return altered(seq, seq, 'It is not what leaves.txt says, and no checkpoint tells which of the two was changed.');
}

/** The root over the first `size` lines of leaf hashes; null when they are not. @param {Iterable<string>} lines @param {number} size */
function rootOfLines(lines, size) {
  const tree = new Tree();
  for (const line of lines) {
    if (tree.size === size) break;
    if (!/^[0-9a-f]{64}$/.test(line)) return null;
    tree.push(fromHex(line));
  }
  return tree.size === size ? tree.root() : null;
}

// ---------------------------------------------------------------------------------------------------- a part of a log

/**
 * Some entries of a log, each with its path to the last checkpoint.
 * @param {Source} source @param {Iterable<string>} lines @param {Iterable<string>} links lines of `consistency.jsonl`
 * @returns {Report}
 */
function verifyPart(source, lines, links) {
  const { findings, held, heads } = open(source);
  const last = heads.findLast(({ outside }) => !outside);
  if (last === undefined)
    throw new Unreadable(
      'There is no checkpoint that can be read beside proofs.jsonl, so there is nothing to check it against.',
    );
  const gathered = new Gathered();
  let [entries, before] = [0, -1];
  for (const text of lines) {
    const problem = checkProof(text, before, last, gathered);
    if (problem !== null) {
      findings.push(altered(problem.seq, problem.seq, problem.text));
      break;
    }
    entries += 1;
    before = Number(/\d+/.exec(text)?.[0]);
  }
  gathered.passCheckpoint(last.time, before);
  const bridges = new Map([...links].map((text) => readBridge(text, last, findings)));
  /** @param {Opened} head @returns {Head['fits']} */
  const fitOfPart = (head) => {
    if (head.size === last.size) return head.rootBytes === last.rootBytes ? 'fits' : 'differs';
    const proof = bridges.get(head.size);
    if (proof === undefined || head.size > last.size) return 'not-comparable';
    return isBeginning(head.size, head.rootBytes, last.size, last.rootBytes, proof) ? 'fits' : 'differs';
  };
  const fitted = heads.map((head) => ({ ...head, fits: fitOfPart(head) }));
  for (const { name, fits, outside } of fitted)
    if (!outside && fits !== 'fits')
      findings.push(altered(null, null, `Nothing here leads from ${name} to ${last.name}, or what does was changed.`));
  checkForks(fitted, findings);
  const redactions = checkRedactions(gathered, findings);
  checkClock(gathered, findings);
  const remarks = [
    'This is a part of a log. What is here is checked; whether something that belongs here was left out, a part cannot show.',
  ];
  for (const { name, fits, outside } of fitted)
    if (outside && fits === 'not-comparable')
      remarks.push(`${name} cannot be compared with this part: nothing here leads from it to ${last.name}.`);
  return conclude({
    kind: 'part',
    entries,
    root: last.rootBytes,
    toAnchor: last.size,
    heads: fitted,
    held,
    rotations: gathered.rotations,
    findings,
    remarks,
    redactions,
    computed: [],
  });
}

/**
 * What is wrong with a line of `proofs.jsonl`; null when its path leads to the checkpoint.
 * @param {string} text @param {number} before @param {Opened} last @param {Gathered} gathered
 */
function checkProof(text, before, last, gathered) {
  const line = readProofLine(text);
  if (line === null || line.proof === null)
    return {
      seq: before + 1,
      text: 'The next line of proofs.jsonl is not an entry with its proof in its one right form.',
    };
  const { seq, proof } = line;
  if (seq <= before) return { seq, text: `It stands after entry ${before}.` };
  const commitment = commitmentIn(line, gathered);
  if (commitment === null) return { seq, text: NOT_AN_EVENT };
  if (rootOfPath(leafHash(commitment), seq, last.size, proof) !== last.rootBytes)
    return { seq, text: `Its proof does not lead to ${last.name}: the entry, its place or its proof was changed.` };
  return null;
}

/**
 * A line of `consistency.jsonl`: `{"from":100,"to":300,"proof":["…"]}`.
 * @param {string} text @param {Opened} last @param {Finding[]} findings @returns {[number, string[]]}
 */
function readBridge(text, last, findings) {
  const [, from, to, proof] = /^\{"from":(0|[1-9]\d{0,14}),"to":(0|[1-9]\d{0,14}),"proof":(\[.*\])\}$/.exec(text) ?? [];
  if (proof === undefined || Number(to) !== last.size || !PROOF.test(`,"proof":${proof}}`)) {
    findings.push(altered(null, null, `consistency.jsonl has a line that leads nowhere: ${text.slice(0, 40)}`));
    return [-1, []];
  }
  return [Number(from), /** @type {string[]} */ (JSON.parse(proof)).map(fromHex)];
}

// -------------------------------------------------------------------------------------------------------------- a folder

/** The lines before the first that is not UTF-8. @param {Buffer} bytes @returns {Generator<string, void, void>} */
function* goodLines(bytes) {
  for (let from = 0, to = bytes.indexOf(10); to >= 0; from = to + 1, to = bytes.indexOf(10, from)) {
    const line = bytes.subarray(from, to);
    if (!isUtf8(line)) return;
    yield line.toString('utf8');
  }
}

/**
 * The lines of a file; every one must end with a line break. Throws `Malformed` at the first that does not, or is not UTF-8.
 * @param {Iterable<Uint8Array>} chunks @returns {Generator<string, void, void>}
 */
function* linesOf(chunks) {
  let rest = Buffer.alloc(0);
  for (const chunk of chunks) {
    const end = chunk.lastIndexOf(10) + 1;
    const bytes =
      rest.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, end)
        : Buffer.concat([rest, chunk.subarray(0, end)]);
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length > LONGEST_LINE) throw new Malformed('has a line that is too long');
      continue;
    }
    if (!isUtf8(bytes)) {
      yield* goodLines(bytes);
      throw new Malformed('is not UTF-8');
    }
    const text = bytes.toString('utf8');
    rest = Buffer.from(chunk.subarray(end));
    for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from))
      yield text.slice(from, to);
  }
  if (rest.length > 0) throw new Malformed('ends in the middle of a line');
}

/** The same, where the file's own faults are a line that nothing equals. @param {Iterable<Uint8Array>} chunks @returns {Generator<string, void, void>} */
function* linesOrFault(chunks) {
  try {
    yield* linesOf(chunks);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    yield `(a line that ${error.message})`;
  }
}

/**
 * Checks what lies in a folder: `log.jsonl`, or `proofs.jsonl` where it is a part of a log. Throws `Unreadable`.
 * @param {Folder} folder @param {Given} given @returns {Report}
 */
export function verifyFolder(folder, given) {
  const names = folder.names();
  const has = (/** @type {string} */ name) => names.includes(name);
  const files = names.filter((name) => name.startsWith('checkpoints/')).sort();
  if (files.length === 0 && given.checkpoints.length === 0)
    throw new Unreadable('There is no checkpoint, so there is nothing to check entries against.');
  const text = (/** @type {string} */ name) => Buffer.from(folder.bytes(name)).toString('latin1');
  const utf8 = (/** @type {string} */ name) => Buffer.from(text(name), 'latin1').toString('utf8');
  const source = {
    checkpoints: files.map((name) => ({ name, text: utf8(name) })),
    keys: has('keys.txt') ? utf8('keys.txt') : null,
    given,
    leaves: has('leaves.txt') ? () => linesOrFault(folder.chunks('leaves.txt')) : null,
  };
  const report = has('log.jsonl') ? verifyLog(folder, source) : partIn(folder, source, has);
  return withFindings(report, [...gapsIn(files), ...ownFault(folder, has)]);
}

/** @param {Folder} folder @param {Source} source @returns {Report} */
function verifyLog(folder, source) {
  const check = newCheck(source);
  try {
    for (const line of linesOf(folder.chunks('log.jsonl'))) if (!check.line(line)) return check.end();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return check.end(error.message.startsWith('ends') ? 'cut' : 'unreadable');
  }
  return check.end();
}

/** @param {Folder} folder @param {Source} source @param {(name: string) => boolean} has @returns {Report} */
function partIn(folder, source, has) {
  if (!has('proofs.jsonl')) throw new Unreadable('There is neither log.jsonl nor proofs.jsonl.');
  const links = has('consistency.jsonl') ? linesOrFault(folder.chunks('consistency.jsonl')) : [];
  return verifyPart(source, linesOrFault(folder.chunks('proofs.jsonl')), links);
}

/** Checkpoints are numbered from 1 without a gap. @param {readonly string[]} files @returns {Finding[]} */
function gapsIn(files) {
  const odd = files.find((name, at) => name !== `checkpoints/${String(at + 1).padStart(6, '0')}.txt`);
  return odd === undefined
    ? []
    : [altered(null, null, `A checkpoint is missing before ${odd}, or that file does not belong there.`)];
}

/**
 * Finds accidents to this program, and to files that nothing else here is about; not fraud: whoever changes a file can change its sum.
 * @param {Folder} folder @param {(name: string) => boolean} has @returns {Finding[]}
 */
function ownFault(folder, has) {
  if (!has('SHA256SUMS') || !has('verify.mjs')) return [];
  const sums = Buffer.from(folder.bytes('SHA256SUMS')).toString('utf8');
  const lines = sums.endsWith('\n') ? sums.slice(0, -1).split('\n') : [''];
  const read = lines.map((line) => /^([0-9a-f]{64}) {2}([^\s/]+(?:\/[^\s/]+)?)$/.exec(line) ?? []);
  const names = new Set(read.map(([, , name]) => name));
  if (!names.has('verify.mjs') || names.has(undefined) || names.size < lines.length)
    return [altered(null, null, 'SHA256SUMS is not in its form, or does not name verify.mjs.')];
  return read.flatMap(([, sum, name = '']) => {
    if (has(name) && sumOf(folder, name) === sum) return [];
    return [altered(null, null, `${name} in the folder is not the file that SHA256SUMS beside it is about.`)];
  });
}

/** SHA-256 of a file, hex. @param {Folder} folder @param {string} name @returns {string} */
function sumOf(folder, name) {
  const hash = crypto.createHash('sha256');
  for (const chunk of folder.chunks(name)) hash.update(chunk);
  return hash.digest('hex');
}

/** @param {Report} report @param {readonly Finding[]} more @returns {Report} */
function withFindings(report, more) {
  if (more.length === 0) return report;
  const findings = inOrder([...report.findings, ...more]);
  const state = /** @type {Finding} */ (findings[0]).state;
  return { ...report, state, exit: EXIT[state], anchored: 0, findings };
}

// --------------------------------------------------------------------------------------------------------- for a person

/** @type {Record<Exclude<State, 'unreadable'>, string>} */
const MEANING = {
  'intact-anchored': 'Every entry is as it was when it was signed, and what you brought from outside vouches for that.',
  'intact-not-anchored':
    'Everything fits together. Whoever keeps this record could have made all of it anew: give --checkpoint with a checkpoint that somebody else has kept, or --key with a key that you have from elsewhere.',
  altered: 'Something is not what was recorded and signed.',
  truncated:
    'Entries that were signed are missing at the end. (Or the checkpoint is newer than the log: then get a newer export.)',
  forked: 'Whoever holds the key has signed two records that contradict each other. Keep both.',
  'key-unknown': 'A key is used for which nobody vouches. Without it nothing can be said about what it signed.',
};

/** The report in plain words, a line each. @param {Report} report @returns {string[]} */
export function inWords(report) {
  const { state, kind, entries, root, signed, anchored, findings, redactions, remarks, heads } = report;
  if (state === 'unreadable') return ['cannot be checked'];
  const [first] = findings;
  const where =
    first === undefined || first.seq === null
      ? ''
      : first.to === first.seq || first.to === null
        ? ` at entry ${first.seq}`
        : ` between entry ${first.seq} and entry ${first.to}`;
  const name = {
    'intact-anchored': 'intact and anchored',
    'intact-not-anchored': 'intact, not anchored',
    altered: 'altered',
    truncated: 'truncated',
    forked: 'forked',
    'key-unknown': 'key unknown',
  }[state];
  const fitting = heads.filter(({ fits }) => fits === 'fits').length;
  const lines = [
    `${name}${where}: ${kind === 'part' ? 'a part of a log, ' : ''}${count(entries, 'entry', 'entries')} read, ${fitting} of ${count(heads.length, 'checkpoint', 'checkpoints')} that can be read fit`,
    ...(state === 'key-unknown' || findings.length === 0 ? [MEANING[state]] : []),
    ...findings
      .slice(0, 20)
      .map(({ seq, to, text }) => `- ${seq === null || to !== seq ? '' : `Entry ${seq}: `}${text}`),
    ...(findings.length > 20 ? [`- and ${findings.length - 20} more`] : []),
    ...(findings.length > 0 && state !== 'key-unknown' ? [MEANING[state]] : []),
  ];
  if (findings.length === 0)
    lines.push(`Checkpoints cover ${signed} entries; something from outside vouches for ${anchored}. Root: ${root}`);
  for (const { seq, entry, kind: what, why } of redactions.slice(0, 50))
    lines.push(
      `redacted: entry ${seq}${entry === null ? ', and nothing says why' : `, as entry ${entry} says (${what ?? 'no kind given'}, ${why ?? 'no reason given'})`}`,
    );
  if (redactions.length > 50) lines.push(`redacted: ${redactions.length - 50} more`);
  return [...lines, ...remarks];
}

/** What is kept of a report that found something: both what was signed and what comes out of the entries. @param {Report} report @returns {NamedText} */
export function evidenceOf({ state, entries, findings, heads, computed }) {
  const text = `${JSON.stringify({ state, entries, findings, signed: heads, computed }, null, 2)}\n`;
  return { name: `evidence-${toHex(sha256(Buffer.from(text, 'utf8'))).slice(0, 16)}.json`, text };
}

// ---------------------------------------------------------------------------------------------------------- command line

const USAGE = 'node verify.mjs DIR [--checkpoint FILE]... [--key VKEY]... [--json]';

/** @param {string} dir @returns {Folder} */
function folderOnDisk(dir) {
  const isFile = (/** @type {string} */ name) => fs.statSync(path.join(dir, name)).isFile();
  return {
    names: () => {
      const here = fs.readdirSync(dir).filter(isFile);
      const inner = fs.existsSync(path.join(dir, 'checkpoints')) ? fs.readdirSync(path.join(dir, 'checkpoints')) : [];
      return [...here, ...inner.map((name) => `checkpoints/${name}`)];
    },
    bytes: (name) => fs.readFileSync(path.join(dir, name)),
    chunks: (name) => piecesOf(path.join(dir, name)),
  };
}

/** A file in pieces; each is overwritten by the next. @param {string} file @returns {Generator<Uint8Array, void, void>} */
function* piecesOf(file) {
  const descriptor = fs.openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(256 * 1024);
    for (let read = fs.readSync(descriptor, buffer); read > 0; read = fs.readSync(descriptor, buffer))
      yield buffer.subarray(0, read);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** @param {readonly string[]} args */
function readArguments(args) {
  const read = { dir: '', checkpoints: /** @type {string[]} */ ([]), keys: /** @type {string[]} */ ([]), json: false };
  for (let at = 0; at < args.length; at += 1) {
    const [arg = '', value] = args.slice(at, at + 2);
    if (arg === '--json') read.json = true;
    else if ((arg === '--checkpoint' || arg === '--key') && value !== undefined) {
      read[arg === '--key' ? 'keys' : 'checkpoints'].push(value);
      at += 1;
    } else if (!arg.startsWith('-') && read.dir === '') read.dir = arg;
    else throw new Unreadable(`Say ${USAGE}`);
  }
  if (read.dir === '') throw new Unreadable(`Say ${USAGE}`);
  return read;
}

/** What lies in the folder itself is nothing from outside. @param {string} dir @param {string} file @returns {NamedText} */
function fileFrom(dir, file) {
  const inside = path.relative(fs.realpathSync(dir), fs.realpathSync(file));
  if (!inside.startsWith('..') && !path.isAbsolute(inside))
    throw new Unreadable(
      `${file} lies in the folder that is checked, so it vouches for nothing. Give one that was kept somewhere else.`,
    );
  return { name: file, text: fs.readFileSync(file, 'utf8') };
}

/** @param {string} dir @param {Report} report */
function keepEvidence(dir, report) {
  const { name, text } = evidenceOf(report);
  const file = path.join(dir, name);
  if (fs.existsSync(file)) return `The evidence is in ${file} already.`;
  try {
    fs.writeFileSync(file, text, { flag: 'wx' });
    return `The evidence (what was signed, and what comes out of the entries) is in ${file}. Keep it, and the folder as it is.`;
  } catch (error) {
    return `The evidence could not be written to ${file} (${codeOf(error)}). Keep what --json prints.`;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** What has to be said of a copy that brings its own key. @returns {string[]} */
function builtIn() {
  if (BUILT_IN_KEYS.length === 0) return [];
  return [
    'This copy of verify.mjs has a key built in, and took it for one from outside. Trust it as far as whoever gave you the copy.',
  ];
}

/** Runs the command line; answers with the exit code. @param {readonly string[]} args @param {(line: string) => void} out */
export function main(args, out) {
  try {
    const { dir, checkpoints, keys, json } = readArguments(args);
    if (!fs.existsSync(dir) || !fs.statSync(dir).isDirectory()) throw new Unreadable(`${dir} is not a folder.`);
    const given = {
      checkpoints: checkpoints.map((file) => fileFrom(dir, file)),
      keys: [...BUILT_IN_KEYS, ...keys.map((key) => (fs.existsSync(key) ? fileFrom(dir, key).text.trimEnd() : key))],
    };
    const report = verifyFolder(folderOnDisk(dir), given);
    const kept = report.findings.length > 0 ? keepEvidence(dir, report) : null;
    if (json) out(JSON.stringify(report));
    else for (const line of [...inWords(report), ...builtIn(), ...(kept === null ? [] : [kept])]) out(line);
    return report.exit;
  } catch (error) {
    if (!(error instanceof Unreadable) && codeOf(error) === 'unknown') throw error;
    out(
      `cannot be checked: ${error instanceof Unreadable ? error.message : `a file cannot be read (${codeOf(error)})`}`,
    );
    return EXIT.unreadable;
  }
}

/** Whether this file is what was started, rather than something that another program uses. */
function isStarted() {
  const started = process.argv[1];
  return started !== undefined && fs.existsSync(started) && fs.realpathSync(started) === fileURLToPath(import.meta.url);
}

if (isStarted()) process.exitCode = main(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
