import { Alert, Badge, Button, Drawer, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import type { ReadPage } from '@shared/contract/discovery.js';
import type { Evidence } from '@shared/contract/organisation-profile.js';
import { IconExternalLink, IconQuote } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { desktop } from '../../app/engine.js';
import { useQuery } from '../../app/use-engine.js';
import { formatTime, plural, shortUrl } from '../../ui/format.js';
import { QueryView } from '../../ui/query-view.js';
import { HashTag } from '../../ui/tags.js';
import classes from './evidence.module.css';
import { useEvidence } from './evidence-store.js';
import { locateQuote, type MarkedBlock, type Segment } from './locate-quote.js';

/** A button that opens the evidence of a fact; says how much there is. */
export function EvidenceButton(props: { subject: string; claim: string; evidence: readonly Evidence[] }) {
  const count = props.evidence.length;
  if (count === 0) return <span className="dimmed">entered by hand</span>;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconQuote size={13} aria-hidden />}
      aria-label={`Evidence for ${props.subject}: ${plural(count, 'place')}`}
      onClick={() => useEvidence.setState({ shown: props, index: 0 })}
    >
      {plural(count, 'place')}
    </Button>
  );
}

/** The panel at the right: the places where a fact was read, and the quote in its place on the page. */
export function EvidencePanel() {
  const shown = useEvidence((state) => state.shown);
  const index = useEvidence((state) => state.index);
  const current = shown?.evidence[index];
  return (
    <Drawer
      opened={shown !== null}
      onClose={() => useEvidence.setState({ shown: null })}
      position="right"
      size={600}
      zIndex={300}
      title={shown === null ? '' : `Evidence: ${shown.subject}`}
      closeButtonProps={{ 'aria-label': 'Close the evidence' }}
      classNames={{ body: classes.body, content: classes.content }}
    >
      {shown !== null && current !== undefined && (
        <Stack gap="sm" className={classes.stack}>
          <Text size="sm">
            That it {shown.claim} was read at {plural(shown.evidence.length, 'place')}.
          </Text>
          <ol className={classes.places} aria-label="Places">
            {shown.evidence.map((evidence, at) => (
              <li key={`${evidence.source} ${evidence.quote}`}>
                <UnstyledButton
                  className={classes.place}
                  data-active={at === index || undefined}
                  aria-current={at === index ? 'true' : undefined}
                  onClick={() => useEvidence.setState({ index: at })}
                >
                  <span className={classes.quote}>“{evidence.quote}”</span>
                  <span className={classes.source}>{shortUrl(evidence.source)}</span>
                  <Group gap={4}>
                    {evidence.structure !== undefined && <Badge color="gray">{evidence.structure}</Badge>}
                    {evidence.location !== undefined && <span className="dimmed">{evidence.location}</span>}
                  </Group>
                </UnstyledButton>
              </li>
            ))}
          </ol>
          <QuoteOnPage key={`${index} ${current.source}`} evidence={current} />
        </Stack>
      )}
    </Drawer>
  );
}

function QuoteOnPage({ evidence }: { evidence: Evidence }) {
  const page = useQuery('discovery.page', { url: evidence.source });
  return (
    <QueryView state={page} name="discovery.page">
      {(read) => <PageText page={read} evidence={evidence} />}
    </QueryView>
  );
}

function PageText({ page, evidence }: { page: ReadPage; evidence: Evidence }) {
  const located = useMemo(() => locateQuote(page.blocks, evidence), [page, evidence]);
  const scroller = useRef<HTMLElement>(null);
  useEffect(() => {
    scroller.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  });
  return (
    <>
      <div className={classes.pageHead}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div className="breakable">
            <Title order={3}>{page.title || shortUrl(page.url)}</Title>
            <Text size="xs" c="dimmed" className="breakable">
              {page.url}
            </Text>
          </div>
          {page.url.startsWith('https:') && (
            <Button
              size="compact-xs"
              variant="default"
              flex="none"
              leftSection={<IconExternalLink size={13} aria-hidden />}
              onClick={() => void desktop.openExternal(page.url)}
            >
              Open
            </Button>
          )}
        </Group>
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            Read {formatTime(page.retrievedAt)}
          </Text>
          <HashTag hash={page.contentHash} />
        </Group>
      </div>
      {located.match !== 'exact' && (
        <Alert color="yellow" variant="light" p="xs">
          {located.match === 'partial'
            ? 'Only the beginning of these words stands in the kept text of this page; it is marked.'
            : `These words stand in the page's ${evidence.structure ?? 'structure'}${
                evidence.location === undefined ? '' : ` (${evidence.location})`
              }, which is not part of the kept text below.`}
        </Alert>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable by keyboard */}
      <section className={classes.text} aria-label="Text of the page" ref={scroller} tabIndex={0}>
        {located.blocks.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one page never move
          <div key={at} data-marked={block.marked || undefined}>
            {block.heading.length > 0 && !repeats(located.blocks, at) && (
              <p className={classes.heading}>
                <Segments segments={block.heading} />
              </p>
            )}
            <p className="prewrap">
              <Segments segments={block.text} />
            </p>
          </div>
        ))}
      </section>
    </>
  );
}

/** Whether the block goes on under the heading of the one before: a menu is one heading and many short blocks. */
function repeats(blocks: readonly MarkedBlock[], at: number): boolean {
  const text = (block: MarkedBlock | undefined) => block?.heading.map((segment) => segment.text).join('');
  const own = blocks[at];
  return own?.heading.some((segment) => segment.marked) === false && text(own) === text(blocks[at - 1]);
}

function Segments({ segments }: { segments: readonly Segment[] }) {
  return segments.map((segment, at) =>
    segment.marked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: segments of one text never move
      <mark key={at} className={classes.mark}>
        {segment.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: segments of one text never move
      <span key={at}>{segment.text}</span>
    ),
  );
}
