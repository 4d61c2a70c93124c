/ What `scripts/tickbus demo --q HOST:PORT` sends to a q that has nothing loaded.
/ One statement per line; blank lines and lines that start with / are not sent. Each line goes as a sync text request.

/ The handles that asked for messages, in the order in which they asked.
.demo.handles:`int$()

/ .demo.sub[] registers the calling handle, once however often it asks.
.demo.sub:{.demo.handles:distinct .demo.handles,.z.w;}

/ A handle that was closed gets no more messages: the open ones are asked for before each send. Nothing outside .demo is
/ touched, so .z.pc stays what it was.
.demo.prune:{.demo.handles:.demo.handles inter key .z.W;}

/ One async message: two longs under 100 as a bare vector, no function name. Was it sent?
.demo.push:{@[{neg[x]2?100;1b};x;0b]}

/ Waits until what q has queued for a handle is written. Only when something is queued, because not every q takes the
/ null message as a flush: another may send it.
.demo.flush:{@[{if[0<sum .z.W x;neg[x](::)];1b};x;0b]}

/ .demo.send n: n messages to every registered handle, one each in turn; gives the number of messages sent.
.demo.send:{[n].demo.prune[];c:0;do[n;c+:sum .demo.push each .demo.handles];.demo.flush each .demo.handles;c}
