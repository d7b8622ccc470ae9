/** What a pool and its worker threads say to each other. Plain data: `postMessage` takes it. */

/** What goes in and out of one pool; both sides name the same. */
export interface PoolTypes {
  readonly job: unknown;
  readonly result: unknown;
  /** What a job reports on its way; `never` if nothing. */
  readonly progress: unknown;
}

/** To a worker when it starts. */
export interface WorkerData {
  /**
   * One number: not 0 once the pool wants jobs to end early. Shared, so that a loop that never gives way can see it
   * too.
   */
  readonly stopFlag: Int32Array;
}

/** To a worker: a job to do. It gets the next one only when this is answered. */
export interface JobMessage<Types extends PoolTypes> {
  readonly job: Types['job'];
}

/** From a worker: any number of `progress`, then one of the others. */
export type Answer<Types extends PoolTypes> =
  | { readonly kind: 'progress'; readonly progress: Types['progress'] }
  | { readonly kind: 'done'; readonly result: Types['result'] }
  | { readonly kind: 'failed'; readonly message: string };
