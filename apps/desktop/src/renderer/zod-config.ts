import { config } from 'zod';

// The content security policy forbids eval: without this, zod probes for it once and the probe is reported.
config({ jitless: true });
