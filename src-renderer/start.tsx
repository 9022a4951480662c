// In a cascade layer: our own styles win over the library's, whichever chunk of the window is read first.
import '@mantine/core/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './app/app.css';
import { must } from '@shared/kernel/must.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { styleNonce } from './app/style-nonce.js';

// The scroll lock of dialogs adds a <style> of its own, and looks for the policy's nonce under this name.
Reflect.set(window, '__webpack_nonce__', styleNonce());

createRoot(must(document.getElementById('root'), 'the root element')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
