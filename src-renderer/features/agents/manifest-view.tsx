import { Drawer, Stack, Tabs, Text, Title } from '@mantine/core';
import type { AgentManifest } from '@shared/contract/agent-manifest.js';
import { Facts } from '../../ui/layout.js';
import { HashTag, ModeTag, SensitivityTag } from '../../ui/tags.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';

/** A manifest as people read it. */
export function ManifestFacts({ manifest }: { manifest: AgentManifest }) {
  const { knowledgeProfile: knowledge, escalationContact: contact } = manifest;
  const nameOf = useDepartmentNames();
  return (
    <Stack gap="md">
      <Text size="sm">{manifest.description}</Text>
      <Facts
        facts={[
          ['Kind', manifest.kind === 'concierge' ? 'Concierge: routes, never answers' : 'Department agent'],
          ['Organisation', manifest.organisation],
          ['Department', manifest.department === null ? 'none' : nameOf(manifest.department)],
          ['Template', `${manifest.template.id}, version ${manifest.template.version}`],
          ['Answers in mode', <ModeTag key="mode" mode={manifest.modes.default} />],
          ...manifest.modes.rules.map(
            (rule) => [`When ${rule.when}`, <ModeTag key={rule.when} mode={rule.mode} />] as const,
          ),
          ['Reads up to', <SensitivityTag key="ceiling" sensitivity={manifest.sensitivityCeiling} />],
          ['Reads documents of', knowledge.departments.map(nameOf).join(', ') || 'no department'],
          ['Whole organisation’s', knowledge.organisationWide ? 'yes' : 'no'],
          ...(knowledge.includeUrls.length === 0
            ? []
            : [['Also pages under', knowledge.includeUrls.join(', ')] as const]),
          ...(knowledge.excludeDocuments.length === 0
            ? []
            : [['Never reads', knowledge.excludeDocuments.join(', ')] as const]),
          ['Tools', manifest.actionProfile.tools.join(', ') || 'none'],
          ['Hands over to', `${contact.role}, ${contact.department}: ${contact.channel}`],
          ['Policies', <HashTag key="policy" hash={manifest.policyHash} />],
          ['Knowledge', <HashTag key="knowledge" hash={manifest.knowledgeHash} />],
        ]}
      />
      {manifest.routes.length > 0 && (
        <div>
          <Title order={3} mb={4}>
            Routes
          </Title>
          <Facts
            facts={manifest.routes.map(
              (route) => [nameOf(route.department), route.topics.join(', ')] as const,
            )}
          />
        </div>
      )}
      <div>
        <Title order={3} mb={4}>
          Guardrails
        </Title>
        <ul className="plain-list">
          {manifest.guardrails.map((guardrail) => (
            <li key={guardrail}>
              <Text size="sm">{guardrail}</Text>
            </li>
          ))}
        </ul>
      </div>
    </Stack>
  );
}

/** A manifest in a drawer: in words, its instruction kernel, and as the JSON that is hashed. */
export function ManifestDrawer(props: { manifest: AgentManifest | null; onClose: () => void }) {
  const { manifest, onClose } = props;
  return (
    <Drawer
      opened={manifest !== null}
      onClose={onClose}
      position="right"
      size={620}
      title={manifest?.name ?? ''}
      closeButtonProps={{ 'aria-label': 'Close the manifest' }}
    >
      {manifest !== null && (
        <Tabs defaultValue="words">
          <Tabs.List mb="md" aria-label="Manifest">
            <Tabs.Tab value="words">Manifest</Tabs.Tab>
            <Tabs.Tab value="kernel">Instruction kernel</Tabs.Tab>
            <Tabs.Tab value="json">JSON</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="words">
            <ManifestFacts manifest={manifest} />
          </Tabs.Panel>
          <Tabs.Panel value="kernel">
            <Text size="sm" className="prewrap">
              {manifest.instructionKernel}
            </Text>
          </Tabs.Panel>
          <Tabs.Panel value="json">
            <pre className="json">{JSON.stringify(manifest, null, 2)}</pre>
          </Tabs.Panel>
        </Tabs>
      )}
    </Drawer>
  );
}
