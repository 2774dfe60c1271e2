// A phone's page: it votes and writes, with or without a network, and sends what earlier visits have left behind.

import * as alike from "./alike.js";
import * as live from "./live.js";
import * as outbox from "./outbox.js";
import * as texts from "./texts.js";
import * as voting from "./voting.js";

function begin() {
  texts.start();
  voting.restore();
}

outbox.listen((row, { type, again }) => {
  if (type === "counted") live.probe(); // there is a server: look for the line now
  // Refused: what counted before is to be shown. A text: it stands among one's own now. Again: with what has changed.
  if (type === "refused" || again || (row.kind === "text" && type === "counted")) live.yours();
});
alike.start();
voting.start();
begin();
outbox.start(live.send);
live.start({ ...voting, begin, ground: outbox.ground, meet: outbox.meet, rush: outbox.rush, settle: outbox.settle });
