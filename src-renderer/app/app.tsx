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
  // Once the screens were there they stay: what is being typed must survive a new start of the engine.
  if (connection.phase === 'connecting' && !wasReady) return <Starting />;
  return <Shell />;
}

function Starting() {
  return (
    <Stack align="center" justify="center" h="100vh" role="status">
      <Loader />
      <Text c="dimmed">Opening this client’s data …</Text>
    </Stack>
  );
}
