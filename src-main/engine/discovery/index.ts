export { discoverOnce } from './discover-once.js';
export { type DiscoveryPorts, DiscoveryService } from './discovery-service.js';
export {
  type DiscoveryEvaluation,
  type DiscoveryPrediction,
  evaluateDiscovery,
} from './evaluate/evaluate-discovery.js';
export { evaluationCases } from './evaluate/evaluation-folder.js';
export type { PageReading } from './extract/page-reading.js';
export { reportedUrl } from './extract/reported-url.js';
