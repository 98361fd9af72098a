import type { Act } from "./act.ts";

/** Nothing is offered of this kind yet. */
export const approveFixed: Act = async () => "off";
