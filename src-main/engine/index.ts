export { buildTemplate } from './db/index.js';
export { readPublicKey } from './deployment/index.js';
export {
  type DiscoveryPrediction,
  discoverOnce,
  evaluateDiscovery,
  evaluationCases,
} from './discovery/index.js';
export { createEngine, type Engine, type EngineClient, type EngineOptions } from './engine.js';
export type { Session } from './router/session.js';
