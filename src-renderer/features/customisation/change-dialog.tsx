import { Anchor, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { useState } from 'react';
import { useCommand } from '../../app/use-engine.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { ChangeFields } from './change-fields.js';
import { type ChangeForm, toOperation } from './change-form.js';
import { useChange } from './change-store.js';

const titles: Record<ChangeForm['op'], { title: string; button: string }> = {
  'set-organisation': { title: 'Correct the organisation', button: 'Save' },
  'add-department': { title: 'Add a department', button: 'Add' },
  'remove-department': { title: 'Remove the department', button: 'Remove' },
  'rename-department': { title: 'Rename the department', button: 'Rename' },
  'merge-departments': { title: 'Merge into another department', button: 'Merge' },
  'set-head': { title: 'Head of the department', button: 'Save' },
  'set-contact': { title: 'Contact of the department', button: 'Save' },
  'rename-agent': { title: 'Rename the agent', button: 'Rename' },
  'set-template': { title: 'Template of the agent', button: 'Save' },
  'set-sensitivity': { title: 'What the agent may read at most', button: 'Save' },
  'set-mode-default': { title: 'How the agent answers', button: 'Save' },
  'add-rule': { title: 'Add a governance rule', button: 'Add' },
  'remove-rule': { title: 'Remove the rule', button: 'Remove' },
  'edit-knowledge': { title: 'What the agent reads', button: 'Save' },
};

/** The dialog for every change: the form, and why it is made. */
export function ChangeDialog({ view }: { view: CustomisationView }) {
  const form = useChange((state) => state.form);
  const close = () => useChange.setState({ form: null, reason: '' });
  return (
    <Modal
      opened={form !== null}
      onClose={close}
      title={form === null ? '' : titles[form.op].title}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close without a change' }}
    >
      {form !== null && <ChangeBody view={view} form={form} onDone={close} />}
    </Modal>
  );
}

function ChangeBody(props: { view: CustomisationView; form: ChangeForm; onDone: () => void }) {
  const { view, form, onDone } = props;
  const { reason, lastReason } = useChange();
  const apply = useCommand('customisation.apply');
  const [hint, setHint] = useState<string | null>(null);
  const submit = async () => {
    const result = toOperation(form, view);
    if (!result.ok) return setHint(result.missing);
    if (reason.trim() === '') return setHint('Say why: the reason is kept in the record with your name.');
    setHint(null);
    const input = { operations: [result.operation], reason: reason.trim(), revision: view.revision };
    if ((await apply.run(input)) === undefined) return undefined;
    useChange.setState({ lastReason: reason.trim() });
    return onDone();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <ChangeFields view={view} form={form} onChange={(next) => useChange.setState({ form: next })} />
        <Textarea
          label="Why"
          description="Kept in the record with your name."
          value={reason}
          maxLength={2000}
          onChange={(event) => useChange.setState({ reason: event.currentTarget.value })}
          required
        />
        {lastReason !== '' && reason === '' && (
          <Text size="xs">
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => useChange.setState({ reason: lastReason })}
            >
              Use the last reason: “{lastReason.slice(0, 90)}”
            </Anchor>
          </Text>
        )}
        {hint !== null && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {hint}
          </Text>
        )}
        {apply.state.status === 'refused' && <ErrorNotice refusal={apply.state.refusal} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={apply.running}
            color={form.op.startsWith('remove') ? 'red.9' : 'civic'}
          >
            {titles[form.op].button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
