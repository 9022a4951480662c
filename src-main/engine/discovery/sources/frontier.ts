import { lowestRank, type PageRank } from './page-priority.js';

interface Queue {
  urls: string[];
  head: number;
}

/** The URLs still to read: first by rank, then in the order of discovery. Holds at most `capacity`. */
export class Frontier {
  private readonly queues: Queue[] = Array.from({ length: lowestRank + 1 }, () => ({ urls: [], head: 0 }));
  private count = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.count;
  }

  /** Queues a URL. Returns the URL that found no place, this one or a less important one, if the frontier is full. */
  push(url: string, rank: PageRank): string | undefined {
    let dropped: string | undefined;
    if (this.count >= this.capacity) {
      dropped = this.dropBelow(rank);
      if (dropped === undefined) return url;
    }
    this.queues[rank]?.urls.push(url);
    this.count++;
    return dropped;
  }

  private dropBelow(rank: PageRank): string | undefined {
    for (let lowest = lowestRank as number; lowest > rank; lowest--) {
      const queue = this.queues[lowest];
      if (queue !== undefined && queue.urls.length > queue.head) {
        this.count--;
        return queue.urls.pop();
      }
    }
    return undefined;
  }

  shift(): string | undefined {
    for (const queue of this.queues) {
      const url = queue.urls[queue.head];
      if (url === undefined) continue;
      queue.head++;
      this.count--;
      if (queue.head > 1024 && queue.head * 2 > queue.urls.length) {
        queue.urls = queue.urls.slice(queue.head);
        queue.head = 0;
      }
      return url;
    }
    return undefined;
  }

  /** All queued URLs, in reading order. */
  list(): string[] {
    return this.queues.flatMap((queue) => queue.urls.slice(queue.head));
  }
}
