export * from './codec.ts';
export * from './envelope.ts';
export * from './memory.ts';
export * from './packed.ts';
export { assertPng, type PictureName } from './picture.ts';
export * from './transport.ts';
export * from './version.ts';
