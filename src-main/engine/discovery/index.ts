export { type DiscoveryPorts, DiscoveryService } from './discovery-service.js';
export type { PageReading } from './extract/page-reading.js';
