import { Button } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { useQuery } from '../../app/use-engine.js';
import { EmptyState, PageHeader } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { DocumentTable } from './document-table.js';
import { DocumentView } from './document-view.js';

/** All documents that the agents read, or one of them. */
export function KnowledgeScreen({ id }: { id: string | null }) {
  return id === null ? <DocumentList /> : <DocumentView key={id} id={id} />;
}

function DocumentList() {
  const documents = useQuery('knowledge.list', {});
  return (
    <>
      <PageHeader
        title="Knowledge"
        text="What the agents read: each document with its source, the time it was read, and its hash."
      />
      <QueryView state={documents} name="knowledge.list">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              icon={IconBooks}
              title="No documents yet"
              text="Documents are made from the pages that were read, and delivered with a deployment."
              action={
                <Button onClick={() => go({ screen: 'onboarding', step: null })}>Go to onboarding</Button>
              }
            />
          ) : (
            <DocumentTable rows={rows} />
          )
        }
      </QueryView>
    </>
  );
}
