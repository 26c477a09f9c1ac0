// The parts that compose has opened. They are closed in reverse, all of them, even if one part fails to close.

type Step = () => unknown;

export interface Opened {
  /** Registers the part and returns it. */
  readonly add: <Part extends { close(): unknown } | undefined>(part: Part) => Part;
  /** Registers a step of the end. */
  readonly atEnd: (step: Step) => void;
  /** Closes everything in reverse and rejects with the first failure. A second call does nothing. */
  readonly close: () => Promise<void>;
}

export function createOpened(): Opened {
  const steps: Step[] = [];
  return {
    add: (part) => {
      steps.push(() => part?.close());
      return part;
    },
    atEnd: (step) => void steps.push(step),
    close: async () => {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          failures.push(error); // the parts that were opened before it must be closed too
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
