import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const civic: MantineColorsTuple = [
  '#eef4fb',
  '#dbe7f5',
  '#b5cdea',
  '#8cb1de',
  '#6799d4',
  '#4f89cd',
  '#2f6fb7',
  '#1f5a9c',
  '#194b84',
  '#123a69',
];

/** One theme for every screen: dense, calm, system fonts, borders instead of shadows. */
export const theme = createTheme({
  primaryColor: 'civic',
  primaryShade: { light: 7, dark: 6 },
  colors: { civic },
  // Named before the generic ones: on a bare Linux `system-ui` is a very wide face.
  fontFamily:
    '"Segoe UI", -apple-system, Inter, Roboto, "Noto Sans", "Liberation Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    '"Cascadia Mono", "SF Mono", Menlo, "Noto Sans Mono", "Liberation Mono", Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, comboboxProps: { withinPortal: true } } },
    Badge: { defaultProps: { size: 'sm', radius: 'sm', variant: 'light', tt: 'none', fw: 600 } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 340 } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Tabs: { defaultProps: { keepMounted: false } },
    Anchor: { defaultProps: { size: 'sm' } },
  },
});

/** Mantine's own greys and light variants are too faint for WCAG AA on its backgrounds: darker in light, lighter in dark. */
const readable = ['civic', 'gray', 'green', 'yellow', 'orange', 'red', 'violet', 'teal', 'blue'] as const;

export const cssVariablesResolver: CSSVariablesResolver = (resolved) => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': '#56606b',
    '--mantine-color-placeholder': '#66707a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#194b84',
    '--aios-surface': '#ffffff',
    '--aios-page': '#f5f7f9',
    '--aios-line': '#d8dee4',
    '--aios-hover': '#eef2f6',
    '--aios-selected': '#e3edf8',
    '--aios-mark': '#ffe08a',
    '--aios-mark-line': '#9a6b00',
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': '#a9b2bc',
    '--mantine-color-placeholder': '#98a1ab',
    '--mantine-color-error': '#ff9a92',
    '--mantine-color-anchor': '#8cb8ec',
    '--mantine-color-body': '#14181d',
    '--mantine-color-text': '#dfe4e9',
    '--aios-surface': '#1b2027',
    '--aios-page': '#14181d',
    '--aios-line': '#333b45',
    '--aios-hover': '#232a32',
    '--aios-selected': '#1d324b',
    '--aios-mark': '#6b5200',
    '--aios-mark-line': '#f0c64a',
  };
  for (const color of readable) {
    const shades = resolved.colors[color];
    if (shades === undefined) continue;
    light[`--mantine-color-${color}-light-color`] = shades[9] ?? '';
    light[`--mantine-color-${color}-light`] = shades[1] ?? '';
    light[`--mantine-color-${color}-light-hover`] = shades[2] ?? '';
    dark[`--mantine-color-${color}-light-color`] = shades[2] ?? '';
  }
  return { variables: {}, light, dark };
};
