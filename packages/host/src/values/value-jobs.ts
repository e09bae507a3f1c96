/** A long piece of work as the workers know it. */
export interface Job {
  /** One shared number; anything but 0 ends the work. */
  flag: Int32Array;
  onProgress(fraction: number): void;
}

/** Work that nobody follows and nobody ends. */
export function silentJob(): Job {
  return { flag: new Int32Array(new SharedArrayBuffer(4)), onProgress: () => undefined };
}

/** The long work that one viewer has asked for, by the names that it chose. */
export class ValueJobs {
  private readonly jobs = new Map<string, Job>();

  constructor(private readonly report: (job: string, fraction: number) => void) {}

  /** Runs work under a name; earlier work of the same name is ended. */
  async run<T>(name: string, work: (job: Job) => Promise<T>): Promise<T> {
    this.cancel(name);
    const job: Job = {
      flag: new Int32Array(new SharedArrayBuffer(4)),
      onProgress: (fraction) => this.report(name, fraction),
    };
    this.jobs.set(name, job);
    try {
      return await work(job);
    } finally {
      if (this.jobs.get(name) === job) this.jobs.delete(name);
    }
  }

  /** Ends work; a name that is not known is none. */
  cancel(name: string): void {
    const job = this.jobs.get(name);
    if (job !== undefined) Atomics.store(job.flag, 0, 1);
  }

  cancelAll(): void {
    for (const name of this.jobs.keys()) this.cancel(name);
  }
}
