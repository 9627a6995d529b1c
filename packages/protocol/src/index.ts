export * from './clock.ts';
export * from './domain/index.ts';
export * from './enums/index.ts';
export * from './errors/index.ts';
export * from './events/index.ts';
export * from './ops/index.ts';
export * from './schema/index.ts';
export * from './zone/index.ts';
