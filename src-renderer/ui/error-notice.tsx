import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import type { Refusal } from '@shared/contract/procedure.js';
import { explainError } from '@shared/kernel/explain-error.js';
import { IconAlertTriangle } from '@tabler/icons-react';
import { sentence } from './format.js';

interface ErrorNoticeProps {
  refusal: Refusal;
  onRetry?: () => void;
  /** What the button says; "Try again" when absent. */
  retryLabel?: string;
}

/** Every refusal and failure on every screen: what happened, what is safe, what to do next. */
export function ErrorNotice({ refusal, onRetry, retryLabel = 'Try again' }: ErrorNoticeProps) {
  const advice = explainError(refusal.code);
  const details = Object.entries(refusal.details).filter(([, value]) => typeof value !== 'object');
  return (
    <Alert
      variant="light"
      // What a person stopped has not failed.
      color={refusal.code === 'cancelled' ? 'blue' : 'red'}
      role="alert"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={refusal.message}
      data-error-code={refusal.code}
    >
      <Stack gap={6}>
        <Text size="sm">
          <b>Is my work safe?</b> {advice.safe}
        </Text>
        <Text size="sm">
          <b>What to do:</b> {advice.next}
        </Text>
        {details.length > 0 && (
          <Text size="xs" c="dimmed">
            {details.map(([name, value], index) => (
              <span key={name}>
                {index > 0 && ' · '}
                {sentence(name)}: <Code>{String(value)}</Code>
              </span>
            ))}
          </Text>
        )}
        <Group gap="sm">
          {onRetry !== undefined && (
            <Button size="xs" variant="default" onClick={onRetry}>
              {retryLabel}
            </Button>
          )}
          <Text size="xs" c="dimmed">
            Code: {refusal.code}
          </Text>
        </Group>
      </Stack>
    </Alert>
  );
}
