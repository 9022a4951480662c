import type { OnboardingStep } from '../../app/route.js';

export const stepTitles: Record<OnboardingStep, string> = {
  source: 'Source',
  reading: 'Reading',
  profile: 'Profile',
  customise: 'Customise',
  preview: 'Preview',
  deploy: 'Deploy',
  result: 'Result',
};
