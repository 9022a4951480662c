import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil } from '@tabler/icons-react';
import type { ChangeForm } from './change-form.js';
import { beginChange } from './change-store.js';

interface RowMenuProps {
  /** What the actions are for: part of the button's name. */
  subject: string;
  actions: readonly { label: string; form: ChangeForm; danger?: boolean }[];
}

/** The changes that a row offers. */
export function RowMenu({ subject, actions }: RowMenuProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Change ${subject}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item
            key={action.label}
            leftSection={<IconPencil size={14} aria-hidden />}
            {...(action.danger === true ? { color: 'red' } : {})}
            onClick={() => beginChange(action.form)}
          >
            {action.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
