import type { Sql } from "postgres";

/**
 * The same client, whose statements are prepared once for each connection: half the round trips, and no planning.
 * drizzle asks for the opposite. A pooler that cannot have it (PgBouncer before 1.21) is told by `?prepare=false` in
 * the URL, which is stronger. Texts must not vary with the number of rows: see rowsParameter.
 */
export function preparing(client: Sql): Sql {
  return new Proxy(client, {
    get(target, name) {
      if (name === "unsafe") return unsafePrepared(target);
      if (name === "begin") return beginPrepared(target);
      return Reflect.get(target, name);
    },
  });
}

function unsafePrepared(client: Pick<Sql, "unsafe">) {
  return (query: string, parameters?: Parameters<Sql["unsafe"]>[1]) =>
    client.unsafe(query, parameters, { prepare: true });
}

function beginPrepared(client: Sql) {
  return (work: (transaction: unknown) => unknown) =>
    client.begin((transaction) =>
      work(
        new Proxy(transaction, {
          get: (target, name) => (name === "unsafe" ? unsafePrepared(target) : Reflect.get(target, name)),
        }),
      ),
    );
}
