/**
 * Numbers of features, once for each occurrence, and where each occurrence stands. Emptied and filled again for every
 * message, so that judging leaves no garbage.
 */
export class Occurrences {
  ids = new Int32Array(1024);
  /** Offset into the source; -1 for what has no place of its own (marks, pairs, roles, sequences). */
  places = new Int32Array(1024);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  add(id: number, place: number): void {
    if (this.length === this.ids.length) this.#grow();
    this.ids[this.length] = id;
    this.places[this.length] = place;
    this.length++;
  }

  #grow(): void {
    const { ids, places } = this;
    this.ids = new Int32Array(2 * ids.length);
    this.places = new Int32Array(2 * ids.length);
    this.ids.set(ids);
    this.places.set(places);
  }
}
