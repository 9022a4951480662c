import { Anchor, Button, Group, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { IconArrowRight, IconUsersGroup } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { known, useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { formatCount, plural, shortUrl } from '../../ui/format.js';
import { EmptyState, type Figure, Figures, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { ConfidenceTag } from '../../ui/tags.js';
import { EvidenceButton } from '../evidence/evidence-panel.js';
import { CoverageView } from './coverage-view.js';
import { DepartmentDrawer } from './department-drawer.js';
import { OrganisationChart } from './organisation-chart.js';
import { DepartmentTable, GovernanceTable, LeadershipTable, PortalTable } from './profile-tables.js';

const tabs = ['departments', 'leadership', 'portals', 'documents', 'coverage'] as const;
type ProfileTab = (typeof tabs)[number];

const useProfileView = createViewStore<{
  tab: ProfileTab;
  look: 'chart' | 'table';
  department: string | null;
}>({ tab: 'departments', look: 'chart', department: null });

const openTab = (tab: ProfileTab) => useProfileView.setState({ tab });
const openDepartment = (department: string | null) => useProfileView.setState({ department });

/** Third step: what was found, every fact with its evidence. */
export function ProfileStep() {
  const found = useQuery('discovery.profile');
  return (
    <QueryView state={found} name="discovery.profile" title="Profile" lines={10}>
      {(data) =>
        data === null ? (
          <EmptyState
            icon={IconUsersGroup}
            title="No profile yet"
            text="The profile appears here when a source has been read to its end."
            action={
              <Button onClick={() => go({ screen: 'onboarding', step: 'source' })}>Choose a source</Button>
            }
          />
        ) : (
          <Profile profile={data.profile} version={data.version} />
        )
      }
    </QueryView>
  );
}

function Profile({ profile, version }: { profile: OrganisationProfile; version: number }) {
  const view = useProfileView();
  const { organisation } = profile;
  const changes = known(useQuery('customisation.view'))?.operations.filter((o) => o.state === 'active') ?? [];
  const place = [organisation.type, organisation.state, organisation.country].filter(Boolean).join(' · ');
  return (
    <>
      <PageHeader
        title={organisation.name}
        text={
          <Group gap="xs">
            <span>{place}</span>
            {organisation.website !== undefined && <span>{shortUrl(organisation.website)}</span>}
            <ConfidenceTag confidence={organisation.confidence} />
            <EvidenceButton
              subject={organisation.name}
              claim={`is a ${organisation.type} of this name`}
              evidence={organisation.evidence}
            />
            <span>profile version {version}</span>
          </Group>
        }
        actions={
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => go({ screen: 'onboarding', step: 'customise' })}
          >
            Review and customise
          </Button>
        }
      />
      <Stack gap="md">
        <Figures label="What was found" figures={figures(profile)} />
        {changes.length > 0 && (
          <Text size="sm" c="dimmed">
            This is what the pages say. {plural(changes.length, 'correction')} of yours{' '}
            {changes.length === 1 ? 'stands' : 'stand'} over it:{' '}
            <Anchor
              component="button"
              type="button"
              onClick={() => go({ screen: 'onboarding', step: 'customise' })}
            >
              see the corrected organisation
            </Anchor>
            .
          </Text>
        )}
        <Tabs
          value={view.tab}
          onChange={(tab) => openTab(tabs.find((known) => known === tab) ?? 'departments')}
        >
          <Tabs.List aria-label="Parts of the profile" mb="sm">
            <Tabs.Tab value="departments">Departments</Tabs.Tab>
            <Tabs.Tab value="leadership">Leadership</Tabs.Tab>
            <Tabs.Tab value="portals">Data portals</Tabs.Tab>
            <Tabs.Tab value="documents">Governance documents</Tabs.Tab>
            <Tabs.Tab value="coverage">Coverage</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="departments">
            <Departments profile={profile} look={view.look} />
          </Tabs.Panel>
          <Tabs.Panel value="leadership">
            <LeadershipTable leadership={profile.leadership} />
          </Tabs.Panel>
          <Tabs.Panel value="portals">
            <PortalTable portals={profile.dataPortals} />
          </Tabs.Panel>
          <Tabs.Panel value="documents">
            <GovernanceTable documents={profile.governanceDocs} />
          </Tabs.Panel>
          <Tabs.Panel value="coverage">
            <CoverageView coverage={profile.coverage} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <DepartmentDrawer
        profile={profile}
        department={profile.departments.find((department) => department.id === view.department) ?? null}
        onClose={() => openDepartment(null)}
      />
    </>
  );
}

function figures(profile: OrganisationProfile): Figure[] {
  const { departments, leadership, dataPortals, governanceDocs, coverage } = profile;
  const figure = (label: string, value: number, tab: ProfileTab, one = label): Figure => ({
    label: value === 1 ? one : label,
    value: formatCount(value),
    onOpen: () => openTab(tab),
  });
  return [
    figure('departments and offices', departments.length, 'departments', 'department or office'),
    figure('people in leadership', leadership.length, 'leadership', 'person in leadership'),
    figure('data portals', dataPortals.length, 'portals', 'data portal'),
    figure('governance documents', governanceDocs.length, 'documents', 'governance document'),
    figure('pages read', coverage.visited, 'coverage', 'page read'),
    figure('known, not read', coverage.known, 'coverage'),
    figure('blocked or failed', coverage.blocked + coverage.errors, 'coverage'),
  ];
}

function Departments({ profile, look }: { profile: OrganisationProfile; look: 'chart' | 'table' }) {
  if (profile.departments.length === 0) {
    return (
      <EmptyState
        icon={IconUsersGroup}
        title="No departments were found"
        text="That may be right: a parish council has none. If there are some, add them in the next step, or read more pages."
        action={
          <Button variant="default" onClick={() => go({ screen: 'onboarding', step: 'customise' })}>
            Add departments by hand
          </Button>
        }
      />
    );
  }
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Show departments as"
        value={look}
        onChange={(value) => useProfileView.setState({ look: value === 'table' ? 'table' : 'chart' })}
        data={[
          { value: 'chart', label: 'Organisation chart' },
          { value: 'table', label: 'Table' },
        ]}
        w={280}
        size="xs"
      />
      {look === 'chart' ? (
        <Panel>
          <OrganisationChart profile={profile} onOpen={(department) => openDepartment(department.id)} />
        </Panel>
      ) : (
        <DepartmentTable
          departments={profile.departments}
          onOpen={(department) => openDepartment(department.id)}
        />
      )}
    </Stack>
  );
}
