import { Button } from '@mantine/core';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { type OnboardingStep, onboardingSteps } from '../../app/route.js';
import { known, useQuery } from '../../app/use-engine.js';
import { EmptyState } from '../../ui/layout.js';
import { Waiting } from '../../ui/query-view.js';
import { CustomiseStep } from '../customisation/customise-step.js';
import { DeployStep } from '../deployment/deploy-step.js';
import { PreviewStep } from '../deployment/preview-step.js';
import { ResultStep } from '../deployment/result-step.js';
import { ProfileStep } from '../discovery/profile-step.js';
import { ReadingStep } from '../discovery/reading-step.js';
import { SourceStep } from '../discovery/source-step.js';
import classes from './onboarding.module.css';
import { nextStep, type StepState, stepStates } from './step-states.js';
import { stepTitles } from './step-titles.js';

/** The whole job in seven steps. Without a step it opens the one that waits for a human. */
export function OnboardingScreen({ step }: { step: OnboardingStep | null }) {
  const runs = useQuery('discovery.runs');
  const profile = useQuery('discovery.profile');
  const deployments = useQuery('deployment.list');
  const settled = [runs, profile, deployments].every((state) => state.status !== 'loading');
  const progress = {
    runs: known(runs) ?? [],
    hasProfile: (known(profile) ?? null) !== null,
    deployments: known(deployments) ?? [],
  };
  if (step === null && !settled) return <Waiting lines={8} />;
  const current = step ?? nextStep(progress);
  const states = stepStates(progress);
  // A link or the palette may lead to a step whose turn has not come.
  const isEarly = settled && states[current] === 'locked' && (current === 'preview' || current === 'deploy');
  return (
    <>
      <StepBar current={current} states={states} />
      {isEarly ? <Early next={nextStep(progress)} /> : <StepBody step={current} />}
    </>
  );
}

function Early({ next }: { next: OnboardingStep }) {
  return (
    <EmptyState
      icon={IconLock}
      title="This step comes later"
      text="There is nothing to deploy before a source has been read and its profile looked at."
      action={
        <Button onClick={() => go({ screen: 'onboarding', step: next })}>Go to “{stepTitles[next]}”</Button>
      }
    />
  );
}

function StepBar(props: { current: OnboardingStep; states: Record<OnboardingStep, StepState> }) {
  return (
    <nav aria-label="Steps of onboarding" className={classes.bar}>
      <ol className={classes.steps}>
        {onboardingSteps.map((step, at) => {
          const state = props.states[step];
          const isCurrent = step === props.current;
          return (
            <li key={step}>
              <button
                type="button"
                className={classes.step}
                data-state={state}
                aria-current={isCurrent ? 'step' : undefined}
                disabled={state === 'locked' && !isCurrent}
                onClick={() => go({ screen: 'onboarding', step })}
              >
                <span className={classes.number} aria-hidden="true">
                  {state === 'done' && !isCurrent ? (
                    <IconCheck size={13} />
                  ) : state === 'locked' && !isCurrent ? (
                    <IconLock size={12} />
                  ) : (
                    at + 1
                  )}
                </span>
                {stepTitles[step]}
                {state === 'done' && <span className="visually-hidden"> (done)</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function StepBody({ step }: { step: OnboardingStep }) {
  switch (step) {
    case 'source':
      return <SourceStep />;
    case 'reading':
      return <ReadingStep />;
    case 'profile':
      return <ProfileStep />;
    case 'customise':
      return <CustomiseStep />;
    case 'preview':
      return <PreviewStep />;
    case 'deploy':
      return <DeployStep />;
    case 'result':
      return <ResultStep />;
  }
}
