import { Group, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface FilterFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** `12 of 40`, said aloud as it changes. */
  count?: string;
  children?: ReactNode;
}

/** The filter above a table. `/` moves here, Escape empties it and then leaves. */
export function FilterField({ label, value, onChange, count, children }: FilterFieldProps) {
  return (
    <Group gap="sm" mb="xs" wrap="nowrap" align="center">
      <TextInput
        data-filter
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={value === '' ? <Kbd size="xs">/</Kbd> : null}
        w={300}
        miw={160}
      />
      {children}
      {count !== undefined && (
        <span className="dimmed nowrap" role="status">
          {count}
        </span>
      )}
    </Group>
  );
}
