/** How a chat client near Teams draws cards: its Adaptive Cards host configuration and the style of what is around them. */
export type Look = { readonly config: unknown; readonly css: string };

/** Colours of one theme, by what they are for. */
type Palette = {
  readonly page: string;
  readonly card: string;
  readonly text: string;
  readonly subtle: string;
  readonly line: string;
  readonly field: string;
  readonly link: string;
  readonly primary: string;
  readonly tints: Readonly<Record<'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>>;
};

const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    text: '#242424',
    subtle: '#616161',
    line: '#d1d1d1',
    field: '#616161',
    link: '#4f52b2',
    primary: '#5b5fc7',
    tints: { emphasis: '#f5f5f5', accent: '#e8ebfa', good: '#f1faf1', warning: '#fff9f5', attention: '#fdf3f4' },
  },
  dark: {
    page: '#141414',
    card: '#292929',
    text: '#ffffff',
    subtle: '#adadad',
    line: '#525252',
    field: '#adadad',
    link: '#9299f7',
    primary: '#4f52b2',
    tints: { emphasis: '#1f1f1f', accent: '#2f2f4a', good: '#052505', warning: '#411200', attention: '#3b0509' },
  },
};

const FONT = "'Segoe UI', 'Open Sans', 'Liberation Sans', Arial, sans-serif";

export function look(theme: 'light' | 'dark'): Look {
  const palette = PALETTES[theme];
  return { config: config(palette), css: css(palette, theme) };
}

function config(palette: Palette): unknown {
  const text = { default: palette.text, subtle: palette.subtle };
  const colours = Object.fromEntries(
    ['default', 'accent', 'good', 'warning', 'attention', 'dark', 'light'].map((name) => [name, text]),
  );
  const style = (background: string) => ({
    backgroundColor: background,
    borderColor: palette.line,
    foregroundColors: colours,
  });
  const sizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
  const font = { fontFamily: FONT, fontSizes: sizes, fontWeights: { lighter: 200, default: 400, bolder: 600 } };
  const label = { weight: 'bolder' };
  return {
    fontFamily: FONT,
    fontTypes: { default: font, monospace: font },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    containerStyles: {
      default: style(palette.card),
      ...Object.fromEntries(Object.entries(palette.tints).map(([name, tint]) => [name, style(tint)])),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 120 }, value: { wrap: true }, spacing: 16 },
    inputs: { label: { inputSpacing: 'small', requiredInputs: label, optionalInputs: label } },
  };
}

function css(palette: Palette, theme: string): string {
  return `
    body { margin: 0; padding: 16px; background: ${palette.page}; color-scheme: ${theme}; }
    .card { border: 1px solid ${palette.line}; border-radius: 6px; overflow: hidden; background: ${palette.card}; }
    .ac-pushButton { font: 600 14px/20px ${FONT}; height: 32px; padding: 5px 12px; border-radius: 4px; overflow: hidden;
      text-overflow: ellipsis; border: 1px solid ${palette.line}; background: ${palette.card}; color: ${palette.text}; }
    .ac-pushButton.style-positive { background: ${palette.primary}; border-color: transparent; color: #fff; }
    .ac-input { font: 400 14px/20px ${FONT}; color: ${palette.text}; }
    .ac-input.ac-textInput, .ac-input.ac-multichoiceInput { background: ${palette.card}; min-height: 32px;
      border: 1px solid ${palette.line}; border-bottom-color: ${palette.field}; border-radius: 4px; padding: 5px 8px;
      box-sizing: border-box; }
    .ac-input.ac-textInput.ac-multiline { height: 64px; }
    .ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect { padding: 0 !important; border: 0 !important;
      background: none !important; }
    .ac-choiceSetInput-expanded > div, .ac-choiceSetInput-multiSelect > div { min-height: 28px; }
    a.ac-anchor { color: ${palette.link}; }
    input { accent-color: ${palette.primary}; }`;
}
