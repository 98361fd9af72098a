/** What of hoodiecrow-imap is used; it has no types of its own. */
declare module "hoodiecrow-imap" {
  import type { Server, Socket } from "node:net";

  namespace hoodiecrow {
    interface Hoodiecrow {
      readonly server: Server;
      readonly connectionHandlers: ((connection: { readonly socket: Socket }) => void)[];
      /** `raw` holds one character an octet. */
      appendMessage(folder: string, flags: string[], date: Date, raw: string): unknown;
    }
  }
  function hoodiecrow(options: object): hoodiecrow.Hoodiecrow;
  export = hoodiecrow;
}
