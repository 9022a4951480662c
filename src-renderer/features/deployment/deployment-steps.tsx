import { Progress } from '@mantine/core';
import type { DeploymentStep } from '@shared/contract/deployment-record.js';
import { IconAlertCircle, IconCircleCheckFilled, IconCircleDashed, IconProgress } from '@tabler/icons-react';
import { formatDuration } from '../../ui/format.js';
import classes from './deployment.module.css';
import { stepDurationMs, stepPercent, stepTitles } from './step-progress.js';

/** A progress bar for each step of a deployment. */
export function DeploymentSteps({ steps }: { steps: readonly DeploymentStep[] }) {
  return (
    <ol className={classes.steps} aria-label="Steps of the deployment">
      {steps.map((step) => (
        <StepRow key={step.name} step={step} />
      ))}
    </ol>
  );
}

const icons = {
  waiting: { Picture: IconCircleDashed, word: 'waiting' },
  running: { Picture: IconProgress, word: 'running' },
  done: { Picture: IconCircleCheckFilled, word: 'done' },
  failed: { Picture: IconAlertCircle, word: 'failed' },
} as const;

function StepRow({ step }: { step: DeploymentStep }) {
  const { Picture, word } = icons[step.state];
  const duration = stepDurationMs(step, Date.now());
  return (
    <li className={classes.step} data-state={step.state}>
      <Picture size={18} role="img" aria-label={word} className={classes.icon} />
      <span className={classes.title}>{stepTitles[step.name]}</span>
      <Progress
        value={stepPercent(step)}
        size="sm"
        color={step.state === 'failed' ? 'red.7' : step.state === 'done' ? 'green.7' : 'civic.6'}
        striped={step.state === 'running'}
        animated={step.state === 'running'}
        aria-label={stepTitles[step.name]}
      />
      <span className={classes.detail}>{step.detail || word}</span>
      <span className={classes.time}>{duration === null ? '' : formatDuration(duration)}</span>
    </li>
  );
}
