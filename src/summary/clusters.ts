import type { Audience, Content, Understood } from '../guidance/types.js';

/** Questions about the same thing: for whom, and about what. */
export type Cluster = {
  readonly audience: Audience;
  readonly content: readonly Content[];
  readonly questions: number;
};

/** The questions by audience and content, most first; of equals, the first asked. */
export function clustersOf(questions: readonly Pick<Understood, 'audience' | 'content'>[]): readonly Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const { audience, content } of questions) {
    const known = [...new Set(content.filter((one) => one !== 'none-stated'))].sort();
    const key = [audience, ...known].join(' ');
    const { questions: n } = clusters.get(key) ?? { questions: 0 };
    clusters.set(key, { audience, content: known, questions: n + 1 });
  }
  return [...clusters.values()].sort((a, b) => b.questions - a.questions);
}
