import { listOf, nodes, textOf, typeOf, type Found, type Node } from './card-walk.js';

const TYPES = new Set(
  `AdaptiveCard TextBlock RichTextBlock TextRun Container ColumnSet Column FactSet Table TableRow TableCell ActionSet
   Input.ChoiceSet Input.Text Input.Date Input.Toggle Action.Execute Action.OpenUrl Action.ToggleVisibility Action.ShowCard Chart.HorizontalBar`.split(
    /\s+/,
  ),
);

/** How long the titles of a row of one, two and three buttons may be together: longer ones are cut at 320 px. */
const ROWS = [0, 33, 28, 25];

/** What the design language says against how a card is built. */
export function structureProblems(card: Node): readonly string[] {
  const found = nodes(card);
  return [
    ...found.flatMap(elementProblems),
    ...found.flatMap(inputProblems),
    ...found.flatMap(rowProblems),
    ...headingProblems(card),
    ...idProblems(found),
    ...positiveProblems(found),
    ...tintProblems(found),
  ];
}

function elementProblems({ node, key }: Found): readonly string[] {
  const type = typeOf(node);
  const problems: string[] = [];
  const say = (text: string) => problems.push(`${type || key}: ${text}: ${JSON.stringify(node).slice(0, 120)}`);
  if (type !== '' && !TYPES.has(type)) say('not one of the elements we use');
  if (type === 'TextBlock' && node['wrap'] !== true) say('does not wrap');
  if ((type === 'TextBlock' || type === 'TextRun') && 'color' in node) say('coloured text');
  if (node['size'] === 'Medium') say('Medium is Default in Teams');
  for (const field of ['lang', 'fontType', 'selectAction', 'firstRowAsHeader', 'firstRowAsHeaders', 'backgroundImage'])
    if (field in node) say(`has ${field}`);
  if ((type === 'TextBlock' || type === 'TextRun') && textOf(node, 'text') === '') say('has no text');
  // The sandbox's own page is on this machine.
  if ('url' in node && !/^https:\/\/|^http:\/\/127\.0\.0\.1:\d+\//.test(textOf(node, 'url')))
    say('a link that is not https');
  if (type === 'Table' && (listOf(node, 'columns').length > 4 || listOf(node, 'rows').length > 13)) say('too large');
  if (listOf(node, 'columns').length > 3 && type === 'ColumnSet') say('more than 3 columns');
  for (const list of ['items', 'columns', 'inlines', 'actions', 'facts', 'choices', 'rows', 'cells', 'body'])
    if (Array.isArray(node[list]) && listOf(node, list).length === 0) say(`${list} is empty`);
  return problems;
}

function inputProblems({ node, above }: Found): readonly string[] {
  const type = typeOf(node);
  if (!type.startsWith('Input.')) return [];
  const problems: string[] = [];
  const say = (text: string) => problems.push(`${type} ${textOf(node, 'id')}: ${text}`);
  if (textOf(node, 'id') === '') say('has no id');
  // A box to tick is named by what stands beside it.
  if (textOf(node, type === 'Input.Toggle' ? 'title' : 'label') === '') say('has no label');
  if (type === 'Input.ChoiceSet') {
    if (node['wrap'] !== true) say('does not wrap');
    const values = listOf(node, 'choices').map((choice) => choice['value']);
    if (new Set(values).size !== values.length) say('has the same value twice');
    const value = textOf(node, 'value');
    const preset = (node['isMultiSelect'] === true ? value.split(',') : [value]).filter((one) => one !== '');
    for (const one of preset) if (!values.includes(one)) say(`is set to ${one}, which is not among its choices`);
  }
  if (node['isRequired'] === true) {
    const shown = above.findLast((one) => typeOf(one) === 'AdaptiveCard');
    const inShowCard = above.some((one) => typeOf(one) === 'Action.ShowCard');
    if (!inShowCard || listOf(shown ?? {}, 'actions').length !== 1)
      say('isRequired is only for a ShowCard with one action: elsewhere it blocks the way back');
    if (textOf(node, 'errorMessage') === '') say('is required without an errorMessage');
  }
  return problems;
}

function rowProblems({ node, key, above }: Found): readonly string[] {
  const actions = listOf(node, 'actions');
  const isCard = typeOf(node) === 'AdaptiveCard';
  if (actions.length === 0) return [];
  if (isCard && above.length === 0) return ['actions at the foot of the card: use ActionSet rows'];
  if (!isCard && typeOf(node) !== 'ActionSet') return [`${key}: actions outside a row`];
  const titles = actions.map((one) => textOf(one, 'title'));
  const problems = titles.includes('') ? [`a button without a title: ${JSON.stringify(actions).slice(0, 200)}`] : [];
  const length = titles.join('').length;
  if (length > (ROWS[actions.length] ?? 0)) problems.push(`row too long: ${titles.join(' | ')} (${length} characters)`);
  const positive = actions.findIndex((one) => one['style'] === 'positive');
  if (positive > 0) problems.push(`positive is not first in its row: ${titles.join(' | ')}`);
  if (actions.some((one) => one['style'] === 'destructive')) problems.push(`destructive: ${titles.join(' | ')}`);
  return problems;
}

/** One Large heading, in the first two elements below the sandbox line. */
function headingProblems(card: Node): readonly string[] {
  const isLarge = ({ node }: Found) => node['size'] === 'Large' && node['style'] === 'heading';
  const body = listOf(card, 'body').filter((one) => !JSON.stringify(one).includes('"Sandbox. "'));
  const large = nodes({ body }).filter(isLarge).length;
  const early = nodes({ body: body.slice(0, 2) }).filter(isLarge).length;
  return large === 1 && early === 1 ? [] : [`${large} Large headings, ${early} of them in the first two elements`];
}

function idProblems(found: readonly Found[]): readonly string[] {
  const ids = found.filter(({ node, key }) => key !== 'data' && 'id' in node).map(({ node }) => textOf(node, 'id'));
  const targets = found.flatMap(({ node }) => (Array.isArray(node['targetElements']) ? node['targetElements'] : []));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} is there twice`);
  const nowhere = targets.filter((id) => !ids.includes(String(id))).map((id) => `nothing to toggle: ${String(id)}`);
  return [...twice, ...nowhere];
}

function positiveProblems(found: readonly Found[]): readonly string[] {
  const positive = found.filter(({ node }) => node['style'] === 'positive').length;
  return positive > 1 ? [`${positive} positive buttons`] : [];
}

/** At most two tinted blocks, beside the sandbox line, the quiet emphasis ones and boxes around an error. */
function tintProblems(found: readonly Found[]): readonly string[] {
  const tinted = found.filter(({ node }) => {
    const style = textOf(node, 'style');
    const json = JSON.stringify(node);
    if (typeOf(node) !== 'Container' || style === '' || style === 'emphasis' || style === 'default') return false;
    return !json.includes('"Sandbox. "') && !json.includes('Error: ') && !/answers? (is|are) missing/.test(json);
  });
  return tinted.length > 2 ? [`${tinted.length} tinted blocks`] : [];
}
