import { setFlagsFromString } from "node:v8";

/*
 * Imported for its effect, before anything is compiled: code that was kept under other flags does not count.
 *
 * foyer waits most of the time, and what the heap once took it keeps. By default the nursery grows to 100 MB while mail
 * comes in, and the rest to twice what is in use. The flags that Node documents for it count at the start only, and
 * memory must not depend on how foyer is called.
 */
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=40");
