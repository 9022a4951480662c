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

/** The greys of the dark scheme, with the blue of the rest in them. */
const dark: MantineColorsTuple = [
  '#dfe4e9',
  '#b8c0c8',
  '#98a1ab',
  '#6b7580',
  '#414b56',
  '#333b45',
  '#262d36',
  '#1b2027',
  '#14181d',
  '#0f1317',
];

/** One theme for every screen: dense, calm, system fonts, borders instead of shadows. */
export const theme = createTheme({
  primaryColor: 'civic',
  primaryShade: { light: 7, dark: 6 },
  colors: { civic, dark },
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
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } },
      styles: { title: { fontWeight: 650 } },
    },
    Drawer: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.3 } },
      styles: { title: { fontWeight: 650, overflowWrap: 'anywhere' } },
    },
    Tabs: { defaultProps: { keepMounted: false } },
    Anchor: { defaultProps: { size: 'sm' } },
  },
});

/**
 * Text and background of tags and notices. Mantine's own light variants do not reach WCAG AA with small text, and are
 * loud in the dark.
 */
const tints: Record<string, { light: [text: string, back: string]; dark: [text: string, back: string] }> = {
  civic: { light: ['#123a69', '#e1ecf8'], dark: ['#a9cdf3', '#1b3048'] },
  gray: { light: ['#3a434d', '#e9edf1'], dark: ['#c3cad2', '#2c343d'] },
  green: { light: ['#14532d', '#dff3e4'], dark: ['#9fdcb0', '#17331f'] },
  yellow: { light: ['#5f4300', '#fdf0c8'], dark: ['#f0d27a', '#3a2f10'] },
  orange: { light: ['#7a2e00', '#fde6d3'], dark: ['#f6b98a', '#402713'] },
  red: { light: ['#8f1d1d', '#fbe3e3'], dark: ['#ffb0aa', '#44191b'] },
  violet: { light: ['#46278f', '#ebe4fb'], dark: ['#cbb8fb', '#2d2350'] },
};

/** The product's own variables, and Mantine's where they are too faint. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
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
  for (const [color, tint] of Object.entries(tints)) {
    light[`--mantine-color-${color}-light-color`] = tint.light[0];
    light[`--mantine-color-${color}-light`] = tint.light[1];
    light[`--mantine-color-${color}-light-hover`] =
      `color-mix(in srgb, ${tint.light[1]}, ${tint.light[0]} 10%)`;
    dark[`--mantine-color-${color}-light-color`] = tint.dark[0];
    dark[`--mantine-color-${color}-light`] = tint.dark[1];
    dark[`--mantine-color-${color}-light-hover`] = `color-mix(in srgb, ${tint.dark[1]}, ${tint.dark[0]} 12%)`;
  }
  return { variables: {}, light, dark };
};
