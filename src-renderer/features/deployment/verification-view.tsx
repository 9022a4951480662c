import { Alert, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';

interface VerificationViewProps {
  good: boolean;
  title: string;
  /** What was checked, in sentences. */
  checked: readonly string[];
  problems: readonly string[];
  /** What an auditor should know although it breaks nothing. */
  remarks?: readonly string[];
}

/** What a check did and found, in words: for bundles and for the audit record. */
export function VerificationView({ good, title, checked, problems, remarks = [] }: VerificationViewProps) {
  return (
    <Alert
      color={good ? 'green' : 'red'}
      role="status"
      title={title}
      icon={good ? <IconShieldCheck size={18} aria-hidden /> : <IconShieldX size={18} aria-hidden />}
      data-verified={good}
    >
      <Sentences title="Problems" sentences={problems} />
      <Sentences title="What was checked" sentences={checked} />
      <Sentences title="Worth knowing" sentences={remarks} />
    </Alert>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className="plain-list">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Text size="sm" className="breakable">
              {sentence}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
}
