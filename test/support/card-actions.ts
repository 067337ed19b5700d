import { Actions, readAction, type Verb } from '../../src/conversation/actions.js';
import { listOf, nodes, textOf, typeOf, type Found, type Node } from './card-walk.js';

/** Every button sends something that the bot understands, whatever is ticked or typed, and nothing but an id and a version. */
export function actionProblems(card: Node): readonly string[] {
  const found = nodes(card);
  const executes = found.filter(({ node }) => typeOf(node) === 'Action.Execute');
  return [...executes.flatMap((one) => executeProblems(one, found)), ...tooltipProblems(found)];
}

function executeProblems({ node, above }: Found, found: readonly Found[]): readonly string[] {
  const verb = textOf(node, 'verb');
  const name = `${textOf(node, 'title')} (${verb})`;
  if (!Object.hasOwn(Actions, verb)) return [`${name}: no such verb`];
  const data = node['data'] as Node | undefined;
  const keys = Object.keys(data ?? {}).sort();
  if (keys.join() !== 'id,ver') return [`${name}: its data is ${keys.join(', ')}, not id and ver`];
  const problems: string[] = [];
  for (const [how, values] of fillings(node, above, found))
    if (readAction(verb, { ...values, ...data }) === null)
      problems.push(`${name}: not understood with ${how}: ${JSON.stringify({ ...values, ...data }).slice(0, 200)}`);
  return [...problems, ...lostInputProblems(name, verb as Verb, node, above, found)];
}

/** The inputs that a client sends with this action: those of its own card and of the cards around it. */
function sentInputs(action: Node, above: readonly Node[], found: readonly Found[]): readonly Node[] {
  if (action['associatedInputs'] === 'none') return [];
  const cards = above.filter((one) => typeOf(one) === 'AdaptiveCard');
  const own = (input: Found) => cards.includes(input.above.findLast((one) => typeOf(one) === 'AdaptiveCard') ?? {});
  return found.filter((one) => typeOf(one.node).startsWith('Input.') && own(one)).map(({ node }) => node);
}

function fillings(action: Node, above: readonly Node[], found: readonly Found[]): readonly [string, Node][] {
  const inputs = sentInputs(action, above, found);
  const all = (value: (input: Node) => string) =>
    Object.fromEntries(inputs.map((input) => [textOf(input, 'id'), value(input)]));
  const choices = (input: Node) => listOf(input, 'choices').map((choice) => textOf(choice, 'value'));
  return [
    ['nothing filled in', all(() => '')],
    ['what stands there', all((input) => textOf(input, 'value'))],
    ['the first choice', all((input) => choices(input)[0] ?? 'a line of text')],
    [
      'everything ticked',
      all((input) => (input['isMultiSelect'] === true ? choices(input).join(',') : (choices(input).at(-1) ?? 'x'))),
    ],
  ];
}

/** An input that its own card's main button does not send would be lost. */
function lostInputProblems(
  name: string,
  verb: Verb,
  action: Node,
  above: readonly Node[],
  found: readonly Found[],
): readonly string[] {
  if (action['associatedInputs'] !== 'none') return [];
  const inputs = sentInputs({ ...action, associatedInputs: 'auto' }, above, found);
  const wanted = readAction(verb, { ...(action['data'] as Node), ...fillingsOf(inputs) });
  const takes = wanted !== null && Object.values(wanted.inputs).some((value) => value.length > 0);
  return inputs.length > 0 && takes && action['style'] === 'positive' ? [`${name}: does not send the inputs`] : [];
}

function fillingsOf(inputs: readonly Node[]): Node {
  return Object.fromEntries(
    inputs.map((input) => [textOf(input, 'id'), textOf(listOf(input, 'choices')[0] ?? {}, 'value') || 'text']),
  );
}

/** Buttons of the same name need a tooltip that tells them apart. */
function tooltipProblems(found: readonly Found[]): readonly string[] {
  const buttons = found.filter(({ node }) => typeOf(node).startsWith('Action.')).map(({ node }) => node);
  const names = buttons.map((one) => `${textOf(one, 'title')}/${textOf(one, 'tooltip')}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `two buttons with the same title and tooltip: ${name}`);
}
