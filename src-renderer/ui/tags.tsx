import { ActionIcon, Badge, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import type { Mode, Sensitivity } from '@shared/contract/agent-manifest.js';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { formatShare, shortHash } from './format.js';

const modeWords: Record<Mode, { colour: string; text: string }> = {
  inform: { colour: 'green', text: 'Answers at once from knowledge; every answer cites its source.' },
  draft: { colour: 'civic', text: 'Writes a draft, which is withheld until a human approves it.' },
  execute: { colour: 'violet', text: 'Runs granted tools only, after role check and approval.' },
  escalate: { colour: 'orange', text: 'Gives no AI answer: hands over to a human with the context.' },
};

/** What the mode means, in words: for hints beside choices. */
export function explainMode(mode: Mode): string {
  return modeWords[mode].text;
}

export function ModeTag({ mode }: { mode: Mode }) {
  const { colour, text } = modeWords[mode];
  return (
    <Tooltip label={text}>
      <Badge color={colour}>{mode}</Badge>
    </Tooltip>
  );
}

const sensitivityColours: Record<Sensitivity, string> = {
  public: 'gray',
  internal: 'civic',
  confidential: 'yellow',
  restricted: 'orange',
  privileged: 'red',
};

export function SensitivityTag({ sensitivity }: { sensitivity: Sensitivity }) {
  return <Badge color={sensitivityColours[sensitivity]}>{sensitivity}</Badge>;
}

/** How sure a finding is: the number, and a word so that colour is not the only sign. */
export function ConfidenceTag({ confidence }: { confidence: number }) {
  const [colour, word] =
    confidence >= 0.85 ? ['green', 'sure'] : confidence >= 0.6 ? ['yellow', 'likely'] : ['orange', 'check'];
  return (
    <Badge color={colour}>
      {formatShare(confidence)} {word}
    </Badge>
  );
}

/** A hash or path that can be copied whole. */
export function Copyable({ text, shown }: { text: string; shown?: string }) {
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex" maw="100%">
      <Code className="breakable">{shown ?? text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              onClick={copy}
              aria-label={copied ? 'Copied' : 'Copy'}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

/** A hash, shortened on the screen and copied whole. */
export function HashTag({ hash }: { hash: string }) {
  return <Copyable text={hash} shown={shortHash(hash)} />;
}
