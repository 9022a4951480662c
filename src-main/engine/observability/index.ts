export { fileLog, type Log, silentLog } from './log.js';
export { newTraceId, span } from './trace.js';
