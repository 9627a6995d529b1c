export { type BoundEndpoints, bindZmq } from './bind.ts';
export { connectZmq, type ZmqAddresses } from './connect.ts';
