// Reads a JSON list of codes and writes, of each, the sources of its notebook's cells, so that
// `make_golden.py` executes what a reader's notebook does.
import { cells } from "../../web/static/notebook.js";

let given = "";
for await (const chunk of process.stdin) given += chunk;
process.stdout.write(JSON.stringify(JSON.parse(given).map(cells)));
