import { Anchor, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import type { OutputOf } from '../../app/query-cache.js';
import { useQuery } from '../../app/use-engine.js';
import { DataTable } from '../../ui/data-table.js';
import { formatBytes, formatTime, shortUrl } from '../../ui/format.js';
import { Facts, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { HashTag, SensitivityTag } from '../../ui/tags.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';
import { ExternalUrl } from '../discovery/profile-tables.js';
import { showEvidence } from '../evidence/evidence-store.js';

/** One document: its text, and for compiled ones the source of every statement. */
export function DocumentView({ id }: { id: string }) {
  const document = useQuery('knowledge.show', { id });
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        mb="xs"
        leftSection={<IconArrowLeft size={15} aria-hidden />}
        onClick={() => go({ screen: 'knowledge', id: null })}
      >
        All documents
      </Button>
      <QueryView state={document} name="knowledge.show" title="Document" lines={10}>
        {(shown) => <Shown document={shown} />}
      </QueryView>
    </>
  );
}

type ShownDocument = OutputOf<'knowledge.show'>;

function Shown({ document }: { document: ShownDocument }) {
  const nameOf = useDepartmentNames();
  const compiled = document.statements.length > 0;
  return (
    <>
      <PageHeader
        title={document.title}
        text={
          <Group gap="xs">
            <SensitivityTag sensitivity={document.sensitivity} />
            <span>{document.departments.map(nameOf).join(', ') || 'whole organisation'}</span>
            <span>{formatBytes(document.bytes)}</span>
            <HashTag hash={document.contentHash} />
          </Group>
        }
      />
      <Tabs defaultValue={compiled ? 'statements' : 'text'}>
        <Tabs.List mb="md" aria-label="Parts of the document">
          {compiled && <Tabs.Tab value="statements">Statements ({document.statements.length})</Tabs.Tab>}
          <Tabs.Tab value="text">Text</Tabs.Tab>
          <Tabs.Tab value="provenance">Provenance</Tabs.Tab>
          <Tabs.Tab value="markdown">As delivered</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="statements">
          <Statements document={document} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <Sections document={document} />
        </Tabs.Panel>
        <Tabs.Panel value="provenance">
          <Provenance document={document} />
        </Tabs.Panel>
        <Tabs.Panel value="markdown">
          <pre className="json">{document.markdown}</pre>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Statements({ document }: { document: ShownDocument }) {
  return (
    <Panel flush>
      <DataTable
        label="Statements"
        rows={document.statements}
        rowId={(row) => `${row.source} ${row.text}`}
        empty="None."
        onOpen={(row) =>
          showEvidence({
            subject: document.title,
            claim: `says “${row.text}”`,
            evidence: [{ source: row.source, quote: row.quote }],
          })
        }
        columns={[
          { id: 'text', header: 'Statement', cell: (row) => row.text },
          { id: 'quote', header: 'Words on the page', width: '36%', cell: (row) => `“${row.quote}”` },
          { id: 'source', header: 'Source', width: '24%', cell: (row) => shortUrl(row.source) },
        ]}
      />
    </Panel>
  );
}

function Sections({ document }: { document: ShownDocument }) {
  return (
    <Panel>
      <Stack gap="md" maw={820}>
        {document.sections.map((section, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections of a document never move
          <div key={at}>
            {section.heading !== '' && (
              <Title order={3} mb={4}>
                {section.heading}
              </Title>
            )}
            <Text size="sm" className="prewrap">
              {section.text}
            </Text>
          </div>
        ))}
        {document.sections.length === 0 && (
          <Text size="sm" c="dimmed">
            This document has no sections; see it as delivered.
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

function Provenance({ document }: { document: ShownDocument }) {
  return (
    <Panel>
      <Facts
        facts={[
          ['Document', document.id],
          ['Kind', document.kind === 'page' ? 'a page, cleaned' : `${document.kind}, compiled from evidence`],
          [
            'Sources',
            <Stack key="sources" gap={2} align="flex-start">
              {document.sources.map((source) => (
                <ExternalUrl key={source} url={source} />
              ))}
            </Stack>,
          ],
          ['Read', formatTime(document.retrievedAt)],
          ['Content hash', <HashTag key="hash" hash={document.contentHash} />],
          [
            'Read by agents',
            document.agents.length === 0 ? (
              'none'
            ) : (
              <Group key="agents" gap="xs">
                {document.agents.map((agent) => (
                  <Anchor
                    key={agent}
                    component="button"
                    type="button"
                    onClick={() => go({ screen: 'agents', id: agent })}
                  >
                    {agent}
                  </Anchor>
                ))}
              </Group>
            ),
          ],
        ]}
      />
    </Panel>
  );
}
