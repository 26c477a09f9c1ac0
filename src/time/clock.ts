// The one place that asks the machine what time it is; everybody else is told.
export const systemClock = (): Date => new Date();
