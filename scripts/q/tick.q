/ A tickerplant of one page, with the calls, messages and log of kdb+tick in its zero-latency mode.
/ It is here to try a subscriber against a real q: no batch mode, no access control, no recovery of its own log.
/   q tick.q -p 5010 [-feed N] [-log PREFIX]
/ -feed N      publish N rows of each table every 100 ms
/ -log PREFIX  log to PREFIX followed by the date; without it there is neither .u.i nor .u.L, as in kdb+tick.
/              A subscriber elsewhere can have it with q's own read1 and hcount. A restart empties the log of its day

trade:([]time:`timespan$();sym:`symbol$();price:`float$();size:`long$())
quote:([]time:`timespan$();sym:`symbol$();bid:`float$();ask:`float$();bsize:`long$();asize:`long$())

/ .u.t the tables, .u.w the subscribers of each as (handle;syms), .u.d the day, .u.l the log's handle or 0
.u.t:`trade`quote
.u.w:.u.t!(();())
.u.d:.z.D
.u.l:0i

/ The rows that a subscriber asked for: ` is every sym.
.u.sel:{[x;s]$[`~s;x;select from x where sym in s]}

/ The empty table with `g# on sym, where the interpreter has that attribute.
.u.schema:{[t]@[@[;`sym;`g#];0#value t;{[x;e]x}0#value t]}

.u.del:{[t;h].u.w[t]:.u.w[t]where not h=first each .u.w t}
.u.add:{[t;s].u.w[t],:enlist(.z.w;s);(t;.u.schema t)}

/ .u.sub[table;syms]: ` is all of either. Again on one handle replaces. An unknown table is an error with its name.
.u.sub:{[t;s]if[t~`;:.u.sub[;s]each .u.t];if[not t in .u.t;'t];.u.del[t;.z.w];.u.add[t;s]}

.u.pub:{[t;x]{[t;x;w]if[count x:.u.sel[x;w 1];(neg w 0)(`upd;t;x)]}[t;x]each .u.w t;}

/ .u.upd[table;x]: x is one row (a list of atoms) or a list of columns; time is put in front when it is not there.
.u.upd:{[t;x]
  .u.prune[];
  .u.roll[];
  if[not -16h=type first first x;
    now:.z.N;
    x:$[0>type first x;now,x;(enlist count[first x]#now),x]];
  c:cols t;
  .u.pub[t;$[0>type first x;enlist c!x;flip c!x]];
  if[.u.l;.u.log(`upd;t;x)];}

/ A record of the log is the message as it goes over IPC, less the header of 8 bytes.
.u.log:{[m].u.l 8_-8!m;.u.i+:1;}

/ Starts a new, empty log for the day .u.d.
.u.open:{.u.L:hsym`$.u.prefix,string .u.d;.u.L set();.u.l:hopen .u.L;.u.i:0;}

/ .u.end d tells every subscriber, once, that the day d has ended.
.u.end:{[d](neg distinct raze{first each x}each value .u.w)@\:(`.u.end;d);}
.u.roll:{if[.u.d<.z.D;.u.prune[];.u.end .u.d;.u.d:.z.D;if[.u.l;hclose .u.l;.u.open[]]]}

/ Forgets the subscribers that are gone. The open handles are asked for, here and before a message is published, as not
/ every q passes .z.pc the number that .z.w gave, or has closed the handle by then.
.u.prune:{.u.w:{x where(first each x)in key .z.W}each .u.w;}
.z.pc:{[h].u.prune[]}

/ What kdb+ does by itself, said for a q that does not apply a request of nothing but symbols, as (`.u.sub;`trade;`) is.
.z.pg:.z.ps:{$[11h=type x;(value first x). 1_x;value x]}

.u.syms:`AAPL`GOOG`IBM`MSFT
.u.feed:{[n]
  .u.upd[`trade;(n?.u.syms;n?100f;1+n?1000)];
  .u.upd[`quote;(n?.u.syms;b;0.01+b:n?100f;1+n?1000;1+n?1000)];}

.u.opt:.Q.opt .z.x
.u.n:$[`feed in key .u.opt;"J"$first .u.opt`feed;0]
if[`log in key .u.opt;.u.prefix:first .u.opt`log;.u.open[]]
.z.ts:{.u.roll[];if[0<.u.n;.u.feed .u.n]}
system"t 100"
