import { cue, found, type Found } from './found.js';
import type { Reader } from './lexicon.js';
import { hits } from './lookup.js';
import { isMark, type Span } from './phrases.js';
import type { Token } from './tokens.js';
import type { App, Audience, Circumstance, Content, Intent } from './types.js';

/** Of several audiences, the one with the most at risk. */
const RISKIEST: readonly Audience[] = ['pupils', 'parents', 'external', 'governors', 'staff', 'personal'];

/**
 * The app that is asked about. An app that the asker wants to leave, or that does not work, is not it, unless they ask what to use
 * instead or to move a group: then it is the one they come from. A private app goes before a governed one.
 */
export function readApps(tokens: readonly Token[], reader: Reader, intent: Intent): readonly Found<App>[] {
  const named = withoutTexting(namedApps(tokens, reader), tokens, reader);
  if (intent === 'alternative' || intent === 'move-group') return preferPrivate(named);
  const within = (spans: readonly Span[], app: Span) =>
    spans.some(({ start, end }) => start <= app.start && end >= app.end);
  const set = cue('instead-of', tokens, reader);
  const wanted = named.filter((app) => !within(set, app));
  // A school tool that they would leave is not a yes for what they would use instead, which they do not name.
  const left = preferPrivate(wanted.length > 0 ? wanted : named.filter(({ value }) => !isGoverned(value)));
  return left.some(({ value }) => !isGoverned(value)) || staysInTool(tokens, reader) ? left : [];
}

/**
 * Whether what is said stays in the school tool that is named. A school tool is the only app that gets a plain yes, so in doubt it is
 * not what is asked about, and Regroup asks which app would be used. The text has to say that the tool is used (`names-tool`, or
 * `stays-in-tool`, which says so more clearly). Another person, device or account outside the school is always a doubt
 * (`leaves-tool`); a word for taking something out (`may-leave-tool`) is one unless it clearly goes through the tool or into it.
 */
function staysInTool(tokens: readonly Token[], reader: Reader): boolean {
  const says = (name: string): boolean => cue(name, tokens, reader).length > 0;
  if (says('leaves-tool')) return false;
  return says('stays-in-tool') || (says('names-tool') && !says('may-leave-tool'));
}

/** The apps that are named. Who gives somebody their number, and names no app, means calls and texts. */
function namedApps(tokens: readonly Token[], reader: Reader): readonly Found<App>[] {
  const named = found<App>(reader.apps, tokens, reader);
  if (named.length > 0) return named;
  return cue('gives-number', tokens, reader).map(({ start, end }) => ({ start, end, value: 'sms' }));
}

/** "Use Arbor to text parents": the texting is done with what the school provides, unless it is their own phone. */
function withoutTexting(apps: readonly Found<App>[], tokens: readonly Token[], reader: Reader): readonly Found<App>[] {
  const inOrder = [...apps].sort((a, b) => a.start - b.start);
  const provided = inOrder.some(({ value }) => isGoverned(value)) && cue('own-phone', tokens, reader).length === 0;
  return provided ? inOrder.filter(({ value }) => value !== 'sms') : inOrder;
}

function preferPrivate(apps: readonly Found<App>[]): readonly Found<App>[] {
  const privately = apps.filter(({ value }) => !isGoverned(value));
  return privately.length > 0 ? privately : apps;
}

function isGoverned(app: App): boolean {
  return app === 'teams' || app === 'school-system';
}

/** Who would read it. What says in which capacity somebody takes part is not about who reads. */
export function readAudience(
  tokens: readonly Token[],
  reader: Reader,
  circumstance: readonly Found<Circumstance>[],
  content: readonly Found<Content>[],
): readonly Found<Audience>[] {
  const owns = cue('pupil-owns', tokens, reader);
  const asParent = isAsParent(circumstance);
  const out = cue('leaves-out', tokens, reader);
  const isReader = ({ value, start, end }: Found<Audience>): boolean =>
    // "a pupil's mother", "nothing about pupils": the pupil is not who reads it. In a parents' group the children are not either.
    value !== 'pupils' ||
    (!asParent && !owns.some((span) => span.start === end) && !out.some((span) => isLeftOut(span, start, end)));
  const all = found<Audience>(reader.audiences, tokens, reader);
  const named = all.filter((one) => isReader(one) && !isToldOf(one, all, tokens));
  const riskiest = RISKIEST.find((one) => named.some(({ value }) => value === one));
  if (riskiest !== undefined) return named.filter(({ value }) => value === riskiest);
  // Pupils who are named, and neither what is talked about nor beside any other reader, read it.
  if (content.some(({ value }) => ABOUT_PUPILS.has(value))) return [];
  return cue('named-pupils', tokens, reader)
    .map(({ start, end }): Found<Audience> => ({ start, end, value: 'pupils' }))
    .filter(isReader);
}

/** "Send the SENCO a child's letter": the pupil at the end is what the other one is told of. "And" makes both of them readers. */
function isToldOf(one: Found<Audience>, all: readonly Found<Audience>[], tokens: readonly Token[]): boolean {
  if (one.value !== 'pupils') return false;
  return all.some(
    ({ value, start, end }) =>
      value !== 'pupils' &&
      start > one.start &&
      end < one.end &&
      !tokens.slice(end, one.end).some(({ word }) => TOGETHER.has(word)),
  );
}

const TOGETHER: ReadonlySet<string> = new Set(['and', 'or', 'plus', 'with', 'n', 'including', 'both', 'alongside']);

/** Content that is about pupils, so that to name them does not say that they read it. */
const ABOUT_PUPILS: ReadonlySet<Content> = new Set<Content>([
  'pupil-data',
  'special-category',
  'safeguarding',
  'images',
]);

/** How many words after "never discuss" are what is not discussed. */
const LEFT_OUT = 3;

function isLeftOut(out: Span, start: number, end: number): boolean {
  return start < out.end + LEFT_OUT && end > out.start;
}

/** People whose name may say what they work with. */
const GROWN_UP: ReadonlySet<Audience> = new Set<Audience>(['staff', 'external', 'governors']);

/** What people at a school are called after. "Gate duty" is both who is on it and what is said. */
const NAMES_PEOPLE: ReadonlySet<Content> = new Set<Content>([
  'special-category',
  'pupil-data',
  'assessment',
  'business',
  'hr',
]);

/** Whether somebody takes part as a parent, or in a group of another school's. */
function isAsParent(circumstance: readonly Found<Circumstance>[]): boolean {
  return circumstance.some(({ value }) => value === 'parent-only' || value === 'no-school-involvement');
}

/** What would be said, without what the asker says is left out. */
export function readContent(
  tokens: readonly Token[],
  reader: Reader,
  circumstance: readonly Found<Circumstance>[],
  intent: Intent,
): readonly Found<Content>[] {
  const out = cue('leaves-out', tokens, reader);
  const onlySocial = cue('purely-social', tokens, reader);
  const social = onlySocial.length > 0;
  const said = [...found<Content>(reader.contents, tokens, reader), ...strandedIn(tokens, reader)];
  const occasion = said.some(({ value }) => value === 'social') ? cue('any-occasion', tokens, reader) : [];
  const past = cue('not-emergency', tokens, reader).length > 0;
  const people = found<Audience>(reader.audiences, tokens, reader).filter((one) => GROWN_UP.has(one.value));
  const ownJob = cue('own-job', tokens, reader);
  const ownChild = isAsParent(circumstance) ? cue('own-child', tokens, reader) : [];
  const named = said.filter(({ value, start, end }) => {
    if (value === 'emergency') return !past;
    if (value === 'safeguarding') return true;
    // "The cover supervisor", "a health visitor": what somebody is called is not what is said.
    if (
      NAMES_PEOPLE.has(value) &&
      people.some((one) => one.start <= start && one.end >= end && one.end - one.start > end - start)
    )
      return false;
    // Whoever takes part as a parent has a child in the class, which tells nobody anything.
    if (value === 'pupil-data' && ownChild.some((one) => one.start < end && start < one.end)) return false;
    if (social && (value === 'logistics' || value === 'business')) return false;
    // When and where a party is belongs to the party.
    if (value === 'logistics' && occasion.some((span) => span.start <= start && span.end >= end)) return false;
    if (value === 'business' && said.some((one) => one.value === 'social' && one.start <= start && one.end >= end))
      return false;
    // "As her mum, I only work in the kitchen": what somebody's job is, beside the capacity in which they are there.
    if (value === 'business' && isAsParent(circumstance) && ownJob.some((one) => one.start < end && start < one.end))
      return false;
    if (circumstance.some((span) => span.start <= start && span.end >= end)) return false;
    return value === 'social' || !out.some((span) => isLeftOut(span, start, end));
  });
  // "How do I report a group": what somebody wants of Regroup is no purpose of an app.
  const isSaid = named.length > 0 || out.length > 0 || circumstance.length > 0;
  if (!isSaid && social && intent === 'permission')
    return onlySocial.map(({ start, end }) => ({ start, end, value: 'social' }));
  return isSaid || intent !== 'permission' ? named : unknownPurpose(tokens, reader);
}

/**
 * A danger, and channels that do not work, wherever in the text each of them stands: people in trouble write short sentences. One of the
 * two alone is no emergency that an app could be used for.
 */
function strandedIn(tokens: readonly Token[], reader: Reader): readonly Found<Content>[] {
  const hazards = cue('hazard', tokens, reader);
  if (hazards.length === 0 || cue('channels-down', tokens, reader).length === 0) return [];
  return hazards.map(({ start, end }) => ({ start, end, value: 'emergency' }));
}

/**
 * A purpose that is named in words the lexicon does not have. Whoever asks at work about work means work; who names only their own
 * family or friends need not, and the confirmation card asks them.
 */
function unknownPurpose(tokens: readonly Token[], reader: Reader): readonly Found<Content>[] {
  const readers = found<Audience>(reader.audiences, tokens, reader);
  if (readers.length > 0 && readers.every(({ value }) => value === 'personal')) return [];
  const taken: readonly Span[] = [
    ...hits(reader.ignored, tokens),
    ...hits(reader.audiences, tokens),
    ...cue('vague-purpose', tokens, reader),
  ];
  const isTaken = (at: number): boolean => taken.some(({ start, end }) => start <= at && at < end);
  const ignored = [...hits(reader.ignored, tokens), ...cue('not-purpose', tokens, reader)];
  const told = cue('purpose', tokens, reader).filter(
    (span) => !ignored.some((other) => other.start <= span.start && other.end > span.start),
  );
  return [...told, ...purposesAfterFor(tokens, reader).filter(({ end }) => !isTaken(end - 1))].map(
    ({ start, end }) => ({
      start,
      end,
      value: 'business',
    }),
  );
}

const DETERMINERS: ReadonlySet<string> = new Set([
  'the',
  'a',
  'an',
  'our',
  'my',
  'this',
  'that',
  'some',
  'any',
  'her',
  'his',
  'their',
]);

/** "for gritting", "for the harvest festival": where the word after "for" says what an app would be used for. */
function purposesAfterFor(tokens: readonly Token[], reader: Reader): readonly Span[] {
  if (hits(reader.apps, tokens).length === 0) return [];
  return tokens.flatMap(({ word }, start) => {
    if (word !== 'for') return [];
    const at = DETERMINERS.has(tokens[start + 1]?.word ?? '') ? start + 2 : start + 1;
    const purpose = tokens[at]?.word ?? '.';
    return isMark(purpose) || purpose === 'for' ? [] : [{ start, end: at + 1 }];
  });
}

/** The facts that a verdict can turn on, without those that are denied or of which only half is said. */
export function readCircumstance(tokens: readonly Token[], reader: Reader): readonly Found<Circumstance>[] {
  return found<Circumstance>(reader.circumstances, tokens, reader).filter(
    ({ value }) => cue(`not-${value}`, tokens, reader).length === 0 && hasNeeded(value, tokens, reader),
  );
}

/** Some circumstances need a second fact: an outside body's rule counts only with the DPO's agreement. */
function hasNeeded(value: string, tokens: readonly Token[], reader: Reader): boolean {
  return !reader.cues.has(`needs-${value}`) || cue(`needs-${value}`, tokens, reader).length > 0;
}
