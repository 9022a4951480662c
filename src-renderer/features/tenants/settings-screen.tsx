import {
  Kbd,
  SegmentedControl,
  Stack,
  Switch,
  Tabs,
  Text,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { useState } from 'react';
import { useAppearance } from '../../app/appearance.js';
import { go } from '../../app/navigation.js';
import { type SettingsSection, settingsSections } from '../../app/route.js';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Facts, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { Copyable } from '../../ui/tags.js';
import { ClientsSection } from './clients-section.js';
import { DataSection } from './data-section.js';
import { settingsTitles } from './settings-titles.js';

/** Settings of this client and of this window. */
export function SettingsScreen({ section }: { section: SettingsSection }) {
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        value={section}
        onChange={(next) =>
          go({ screen: 'settings', section: settingsSections.find((one) => one === next) ?? 'clients' })
        }
      >
        <Tabs.List mb="md" aria-label="Settings">
          {settingsSections.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {settingsTitles[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="clients">
          <ClientsSection />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <DataSection />
        </Tabs.Panel>
        <Tabs.Panel value="approval">
          <ApprovalSection />
        </Tabs.Panel>
        <Tabs.Panel value="appearance">
          <AppearanceSection />
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <AboutSection />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function ApprovalSection() {
  const settings = useQuery('tenants.settings');
  const key = useQuery('deployment.signingKey');
  const update = useCommand('tenants.updateSettings');
  return (
    <Stack gap="md">
      {update.state.status === 'refused' && <ErrorNotice refusal={update.state.refusal} />}
      <QueryView state={settings} name="tenants.settings">
        {(current) => (
          <Panel title="This client">
            <Stack gap="lg">
              <DisplayName
                key={current.displayName}
                name={current.displayName}
                onSave={(displayName) => void update.run({ displayName })}
              />
              <Switch
                label="The author may approve"
                description="Off: a deployment needs a second person. On: one person may do both, and the record says so."
                checked={current.allowSelfApproval}
                disabled={update.running}
                onChange={(event) => void update.run({ allowSelfApproval: event.currentTarget.checked })}
              />
            </Stack>
          </Panel>
        )}
      </QueryView>
      <Panel title="Signing key of this client">
        <QueryView state={key} name="deployment.signingKey" lines={2}>
          {(signing) => (
            <Stack gap="sm">
              <Text size="sm" c="dimmed" maw={720}>
                Bundles are signed with it. Give the public key to whoever checks them, on another way than
                the bundle.
              </Text>
              <Facts
                facts={[
                  ['Public key (Ed25519)', <Copyable key="key" text={signing.publicKey} />],
                  ['Key id', <Copyable key="id" text={signing.keyId} />],
                ]}
              />
            </Stack>
          )}
        </QueryView>
      </Panel>
    </Stack>
  );
}

function DisplayName({ name, onSave }: { name: string; onSave: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  const save = () => {
    if (typed.trim() !== '' && typed.trim() !== name) onSave(typed.trim());
  };
  return (
    <TextInput
      label="Name shown for this client"
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
      maw={420}
    />
  );
}

function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const singleKeys = useAppearance((state) => state.singleKeys);
  return (
    <Stack gap="md">
      <Panel title="Appearance">
        <SegmentedControl
          aria-label="Light or dark"
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'dark' || value === 'light' ? value : 'auto')}
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'auto', label: 'As the system' },
          ]}
        />
      </Panel>
      <Panel title="Keys">
        <Stack gap="sm">
          <Switch
            label="Single letters work as keys"
            description="Turn off when you speak to the computer, or when letters start something by accident."
            checked={singleKeys}
            onChange={(event) => useAppearance.setState({ singleKeys: event.currentTarget.checked })}
          />
          <Text size="sm">
            Press <Kbd>?</Kbd> to see all keys.
          </Text>
        </Stack>
      </Panel>
    </Stack>
  );
}

function AboutSection() {
  const status = useQuery('system.status');
  const about = known(status);
  return (
    <Panel title="AIOS">
      <QueryView state={status} name="system.status" lines={4}>
        {() =>
          about !== undefined && (
            <Facts
              facts={[
                ['Version', about.version],
                ['Database', about.database],
                ['System', about.platform],
                ['You', `${about.user.name} (${about.user.roles.join(', ') || 'no role'})`],
                [
                  'Network',
                  'Nothing is loaded from or sent to the network, except the pages that you ask to read.',
                ],
                ['Licence', 'Apache-2.0'],
              ]}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
