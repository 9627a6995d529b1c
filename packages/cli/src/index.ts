export { type ExitClass, exitClassOf, exitCodes } from './exit-codes.ts';
