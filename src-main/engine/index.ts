export { buildTemplate } from './db/index.js';
export { createEngine, type Engine, type EngineClient, type EngineOptions } from './engine.js';
export type { Session } from './router/session.js';
