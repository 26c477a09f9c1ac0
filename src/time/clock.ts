// The time of day. The rest of the code takes it as an argument; durations are measured with `performance.now()`.
export const systemClock = (): Date => new Date();
