/** How many cases a campaign takes: for `npm test`, for `npm run test:long`, and for `npm run test:long -- --full`. */
export type CampaignSize = 'short' | 'medium' | 'full';

declare module 'vitest' {
  interface ProvidedContext {
    /** Read by `inject('campaign')`: `const CASES = { short: 4, medium: 50, full: 1000 }[inject('campaign')]`. */
    readonly campaign: CampaignSize;
  }
}
