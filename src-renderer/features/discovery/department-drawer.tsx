import { Drawer, Group, Stack, Text, Title } from '@mantine/core';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { Facts } from '../../ui/layout.js';
import { ConfidenceTag } from '../../ui/tags.js';
import { EvidenceButton } from '../evidence/evidence-panel.js';
import { ExternalUrl } from './profile-tables.js';

interface DepartmentDrawerProps {
  profile: OrganisationProfile;
  department: Department | null;
  onClose: () => void;
}

/** All that is known of one department, each fact with its evidence. */
export function DepartmentDrawer({ profile, department, onClose }: DepartmentDrawerProps) {
  return (
    <Drawer
      opened={department !== null}
      onClose={onClose}
      position="right"
      size={520}
      title={department?.name ?? ''}
      closeButtonProps={{ 'aria-label': 'Close the department' }}
    >
      {department !== null && <DepartmentFacts profile={profile} department={department} />}
    </Drawer>
  );
}

function DepartmentFacts({ profile, department }: { profile: OrganisationProfile; department: Department }) {
  const parent = profile.departments.find((other) => other.id === department.parentId);
  const parts = profile.departments.filter((other) => other.parentId === department.id);
  const people = profile.leadership.filter((leader) => leader.department === department.name);
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [
            'Kind',
            <Group key="kind" gap="xs">
              {department.kind}
              <ConfidenceTag confidence={department.confidence} />
              <EvidenceButton
                subject={department.name}
                claim={`is a ${department.kind}`}
                evidence={department.evidence}
              />
            </Group>,
          ],
          ...(parent === undefined ? [] : [['Part of', parent.name] as const]),
          [
            'Head',
            department.head === undefined ? (
              'not found on the pages'
            ) : (
              <Group key="head" gap="xs">
                {department.head.name}, {department.head.title}
                <EvidenceButton
                  subject={department.name}
                  claim={`is led by ${department.head.name}`}
                  evidence={department.head.evidence}
                />
              </Group>
            ),
          ],
          [
            'Page',
            department.url === undefined ? 'none found' : <ExternalUrl key="url" url={department.url} />,
          ],
          ...(department.description === undefined
            ? []
            : [['In its own words', department.description] as const]),
        ]}
      />
      <div>
        <Title order={3} mb={6}>
          Contacts
        </Title>
        {department.contacts.length === 0 && (
          <Text size="sm" c="dimmed">
            None found on the pages.
          </Text>
        )}
        <Facts
          facts={department.contacts.map((contact) => [
            `${contact.kind.charAt(0).toUpperCase()}${contact.kind.slice(1)}`,
            <Group key={contact.value} gap="xs">
              {contact.value}
              <EvidenceButton
                subject={department.name}
                claim={`has the ${contact.kind} ${contact.value}`}
                evidence={contact.evidence}
              />
            </Group>,
          ])}
        />
      </div>
      {(parts.length > 0 || people.length > 0) && (
        <Facts
          facts={[
            ...(parts.length === 0 ? [] : [['Parts', parts.map((part) => part.name).join(', ')] as const]),
            ...(people.length === 0
              ? []
              : [['People', people.map((person) => `${person.name} (${person.title})`).join(', ')] as const]),
          ]}
        />
      )}
    </Stack>
  );
}
