import type { Act } from "./act.ts";

/** All addresses of the customer go onto the VIP list. */
export const markVip: Act = async ({ store }, { offer }) => {
  if (offer.kind !== "mark-vip") return "missing-input";
  const [customer] = await store.customersById([offer.customer]);
  const addresses = customer?.addresses ?? [];
  if (addresses.length === 0) return "gone";
  await store.importVips(addresses.map((match) => ({ match, name: customer?.names.at(-1) ?? null })));
  return "vip-marked";
};
