/** What a pool and its worker threads say to each other. Plain data: `postMessage` takes it. */

/** The types of what goes in and out of one pool. Both sides name the same. */
export interface PoolTypes {
  readonly job: unknown;
  readonly result: unknown;
  /** What a job reports while it runs; `never` if it reports nothing. */
  readonly progress: unknown;
}

/** To a worker when it starts. */
export interface WorkerData {
  /**
   * One number. It is not 0 once the pool wants jobs to end early. It is shared, so that a loop that never yields can
   * see it too.
   */
  readonly stopFlag: Int32Array;
}

/** A job for a worker. It gets the next one only when this one is answered. */
export interface JobMessage<Types extends PoolTypes> {
  readonly job: Types['job'];
}

/** A worker's answer: any number of `progress`, then one of the others. */
export type Answer<Types extends PoolTypes> =
  | { readonly kind: 'progress'; readonly progress: Types['progress'] }
  | { readonly kind: 'done'; readonly result: Types['result'] }
  | { readonly kind: 'failed'; readonly message: string };
