import { Box, Group, Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './layout.module.css';

interface PageHeaderProps {
  title: string;
  /** One sentence on what this screen is for, or what it shows now. */
  text?: ReactNode;
  actions?: ReactNode;
}

/** The one `h1` of a screen, with its actions. */
export function PageHeader({ title, text, actions }: PageHeaderProps) {
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="md" wrap="nowrap">
      <Box className={classes.grow}>
        <Title order={1} className={classes.wrap} tabIndex={-1} data-screen-title>
          {title}
        </Title>
        {text !== undefined && (
          <Text c="dimmed" size="sm" maw={760} className={classes.wrap} component="div">
            {text}
          </Text>
        )}
      </Box>
      {actions !== undefined && (
        <Group gap="xs" wrap="nowrap">
          {actions}
        </Group>
      )}
    </Group>
  );
}

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  /** Without inner padding: for tables that reach the border. */
  flush?: boolean;
}

/** A bordered part of a screen with an optional heading. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  return (
    <Paper withBorder className={classes.panel} component="section" aria-label={title}>
      {title !== undefined && (
        <Group justify="space-between" className={classes.panelHead} wrap="nowrap">
          <Title order={2} className={classes.wrap}>
            {title}
          </Title>
          {actions}
        </Group>
      )}
      <Box className={flush ? classes.flush : classes.padded}>{children}</Box>
    </Paper>
  );
}

interface EmptyStateProps {
  icon: Icon;
  title: string;
  text: string;
  /** What to do next. */
  action?: ReactNode;
}

/** Nothing to show yet: says why, and the next step. */
export function EmptyState({ icon: Picture, title, text, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" className={classes.empty}>
      <Picture size={34} stroke={1.4} className={classes.emptyIcon} aria-hidden />
      <Text fw={600} size="lg">
        {title}
      </Text>
      <Text c="dimmed" size="sm" ta="center" maw={480}>
        {text}
      </Text>
      {action !== undefined && <Box mt="xs">{action}</Box>}
    </Stack>
  );
}

export interface Figure {
  label: string;
  value: string;
  /** Where the number comes from: every number can be followed. */
  onOpen?: (() => void) | undefined;
  tone?: 'normal' | 'warning';
}

/** A row of numbers, each of which opens what it counts. */
export function Figures({ figures, label }: { figures: readonly Figure[]; label: string }) {
  return (
    <ul className={classes.figures} aria-label={label}>
      {figures.map((figure) => {
        const content = (
          <>
            <span className={classes.figureValue} data-tone={figure.tone ?? 'normal'}>
              {figure.value}
            </span>
            <span className={classes.figureLabel}>{figure.label}</span>
          </>
        );
        return (
          <li key={figure.label}>
            {figure.onOpen === undefined ? (
              <div className={classes.figure}>{content}</div>
            ) : (
              <UnstyledButton className={classes.figure} data-clickable onClick={figure.onOpen}>
                {content}
              </UnstyledButton>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Label and value pairs, as a description list. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a label may occur twice, and facts do not move
        <div key={`${label} ${at}`} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
