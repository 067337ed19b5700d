import { createHash } from 'node:crypto';
import { decoded } from './entities.js';

/** Tags, with attributes that may hold `>` between quotes; comments. Without a closing `>` nothing is a tag. The limits keep odd texts quick. */
const TAG = /<!--[\s\S]{0,4000}?-->|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]{0,30000}"|'[^']{0,30000}'|[^<>"'])*)>/giu;
const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gu;

/** What begins on a line of its own. */
const BLOCKS = new Set(
  'address article blockquote br dd div dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul'.split(' '),
);
/** What changes how words are meant; the two names of one thing are one. */
const STRESS: Readonly<Record<string, string>> = {
  b: 'b',
  strong: 'b',
  i: 'i',
  em: 'i',
  s: 's',
  strike: 's',
  del: 's',
};
/** Signs that stand for an end of a line and for tags: private, so that no text has them. */
const BREAK = '\uE000';
const OPEN = '\uE001';
const CLOSE = '\uE002';

/**
 * SHA-256 (hex) of what a message says: its words, line breaks, stress, links, pictures and attachments. Microsoft 365 may give HTML
 * back otherwise than it was posted: order and quotes of attributes, entities, white space, wrapping elements and classes make no
 * difference.
 */
export function contentHash(html: string): string {
  return createHash('sha256').update(said(html)).digest('hex');
}

/** What a message says, in one form. */
export function said(html: string): string {
  let text = '';
  let at = 0;
  for (const { 0: tag, 1: slash, 2: name = '', 3: attributes = '', index } of html.matchAll(TAG)) {
    text += words(html.slice(at, index)) + meant(name.toLowerCase(), slash === '/', attributes);
    at = index + tag.length;
  }
  text += words(html.slice(at));
  return text
    .normalize('NFC')
    .replaceAll(/\uFE0F/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ ?\uE000[ \uE000]*/gu, '\n')
    .trim();
}

function words(text: string): string {
  return decoded(text).replaceAll(/[\uE000-\uE002]/gu, '\uFFFD');
}

function meant(name: string, closes: boolean, attributes: string): string {
  if (BLOCKS.has(name)) return BREAK;
  const stress = STRESS[name];
  if (stress !== undefined) return `${OPEN}${closes ? '/' : ''}${stress}${CLOSE}`;
  if (name === 'a') return closes ? `${OPEN}/a${CLOSE}` : `${OPEN}a ${address(attribute(attributes, 'href'))}${CLOSE}`;
  if (closes) return '';
  // Teams gives back an emoji as an element or a picture whose text is the emoji itself.
  if (name === 'emoji') return attribute(attributes, 'alt');
  if (name === 'img') return picture(attributes);
  return name === 'attachment' ? `${OPEN}attachment ${attribute(attributes, 'id')}${CLOSE}` : '';
}

function picture(attributes: string): string {
  const alt = attribute(attributes, 'alt');
  return /emoji/iu.test(attribute(attributes, 'itemtype')) ? alt : `${OPEN}img ${alt}${CLOSE}`;
}

function address(href: string): string {
  return URL.canParse(href) ? new URL(href).href : href;
}

function attribute(attributes: string, name: string): string {
  for (const [, key = '', double, single, bare] of attributes.matchAll(ATTRIBUTE))
    if (key.toLowerCase() === name) return words(double ?? single ?? bare ?? '');
  return '';
}
