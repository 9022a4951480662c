import { Alert, Loader } from '@mantine/core';
import { useStore } from 'zustand';
import { connectionState } from './engine.js';
import classes from './shell.module.css';

/** Says that the engine is coming back, and that nothing that was typed is lost. */
export function ConnectionBanner() {
  const state = useStore(connectionState);
  if (state.phase !== 'restarting') return null;
  return (
    <Alert
      className={classes.banner}
      color="orange"
      icon={<Loader size={16} color="orange.8" aria-hidden />}
      title="The engine stopped and is being restarted"
      role="alert"
      data-connection="restarting"
    >
      Completed work is kept, and so is what you typed here. You can go on in a moment.
      {state.attempt > 1 && ` Attempt ${state.attempt}.`}
    </Alert>
  );
}
