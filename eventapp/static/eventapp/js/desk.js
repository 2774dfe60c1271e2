// A desk: its fragments stay true, and everything that is done a hundred times a day has a key.

import "./keys.js";
import * as live from "./live.js";

live.start();
