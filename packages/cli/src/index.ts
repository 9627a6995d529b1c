export { type ExitClass, exitClassOf, exitCodes } from './exit-codes.ts';
export { oldestNode } from './node-version.ts';
export { createProgram } from './program.ts';
export { type Shell, shellOf } from './shell.ts';
