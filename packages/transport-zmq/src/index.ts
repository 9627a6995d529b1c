export { type BoundEndpoints, bindZmq } from './bind.ts';
export { connectZmq, type ZmqAddresses } from './connect.ts';
export { type CurveKeys, type CurvePair, isCurveKey, newCurvePair } from './curve.ts';
