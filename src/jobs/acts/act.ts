import type { Outcome } from "../../policy/action.ts";
import type { Action } from "../../store/action.ts";
import type { TickDesk } from "../tick.ts";

/** What decisions are carried out with. */
export type ActDesk = TickDesk;

/** Does what was decided, as things stand now. Done again after a crash, it comes to the same. */
export type Act = (desk: ActDesk, action: Action) => Promise<Outcome>;
