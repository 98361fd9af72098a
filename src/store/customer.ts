import type { Language } from "../mail/message.ts";

export interface VipEntry {
  /** A lower-case address, or a lower-case domain with a leading "@". */
  readonly match: string;
  readonly name: string | null;
}

export interface CustomerRecord {
  readonly id: number;
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  readonly phones: readonly string[];
  readonly orderNumbers: readonly string[];
  readonly language: Language | null;
  readonly vip: boolean;
  readonly optedOut: boolean;
  readonly dead: boolean;
  readonly firstContact: Date | null;
  readonly lastContact: Date | null;
  readonly contacts: number;
}

/** Customers; part of the Store. */
export interface CustomerStore {
  importVips(entries: readonly VipEntry[]): Promise<{ added: number; known: number }>;
  removeVip(match: string): Promise<boolean>;
  vips(): Promise<readonly VipEntry[]>;
  setOptOut(address: string, optedOut: boolean): Promise<void>;
  /** The address that this mail of ours went to takes no mail any more: nothing automatic is sent to it. False: not sent by us. */
  markDead(mailboxId: number, messageId: string): Promise<boolean>;
  customer(address: string): Promise<CustomerRecord | null>;
  customersById(ids: readonly number[]): Promise<readonly CustomerRecord[]>;
  customers(limit: number, offset: number): Promise<readonly CustomerRecord[]>;
  /** Erases a person: names, addresses, phones, texts; ids and codes stay. Returns how many messages lost their text. */
  eraseCustomer(address: string): Promise<number>;
}
