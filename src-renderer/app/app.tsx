import { Loader, MantineProvider, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { connectionState } from './engine.js';
import { FailedScreen } from './failed-screen.js';
import { Shell } from './shell.js';
import { styleNonce } from './style-nonce.js';
import { cssVariablesResolver, theme } from './theme.js';
import { useChanges } from './use-changes.js';

/** The whole window. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Connected />
    </MantineProvider>
  );
}

function Connected() {
  const connection = useStore(connectionState);
  const [wasReady, setWasReady] = useState(false);
  useChanges();
  if (connection.phase === 'ready' && !wasReady) setWasReady(true);
  if (connection.phase === 'failed') return <FailedScreen failure={connection} />;
  // The frame is there before the data. Once the screens were there they stay: what is being typed must survive a new
  // start of the engine.
  const isOpening = connection.phase === 'connecting' && !wasReady;
  return <Shell opening={isOpening ? opening : null} />;
}

const opening = (
  <Stack align="center" justify="center" mih="60vh" role="status">
    <Loader />
    <Text c="dimmed">Opening this client’s data …</Text>
  </Stack>
);
