import { startSink } from "../test/support/sink.ts";

/** The SMTP sink in a process of its own; tells its port, and the time of each message, to its parent. */
const sink = await startSink();
sink.accepted = () => process.send?.({ at: Date.now(), count: sink.messages.length });
process.send?.({ port: sink.port });
process.on("disconnect", () => process.exit(0));
