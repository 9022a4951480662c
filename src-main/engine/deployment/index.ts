export { BundleService } from './bundle-service.js';
export { type DeploymentPorts, DeploymentService } from './deployment-service.js';
export { readPublicKey } from './signing-key.js';
