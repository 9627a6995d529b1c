import { type Fault, type Incident, isIncident } from './fault.ts';
import type { FaultBox } from './fault-box.ts';
import { type BadPeer, zoo } from './zoo.ts';

/** The switchboard that tests hold: faults that wait for their moment, and incidents that happen at once. */
export class Faults {
  private readonly box: FaultBox;
  private readonly happen: (incident: Exclude<Incident, { fault: 'clear' }>) => Promise<void>;

  constructor(box: FaultBox, happen: (incident: Exclude<Incident, { fault: 'clear' }>) => Promise<void>) {
    this.box = box;
    this.happen = happen;
  }

  /** Resolves when the fault is in force, or the incident over. @throws Mt5Error when the sockets can't come back */
  async command(fault: Fault): Promise<void> {
    if (!isIncident(fault)) this.box.arm(fault);
    else if (fault.fault === 'clear') this.box.clear();
    else await this.happen(fault);
  }

  /** Turns this side into one of the zoo's bad peers, until `clear`. */
  async become(peer: BadPeer): Promise<void> {
    for (const fault of zoo[peer]) await this.command(fault);
  }
}
