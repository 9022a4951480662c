export { mayDo, type Permission } from './permissions.js';
export { type Command, type CommandPorts, type Outcome, runCommand } from './run-command.js';
