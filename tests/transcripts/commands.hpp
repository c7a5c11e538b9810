// The commands of a story, one a line:
//
//   market ana bia caio [heartbeat=100ms lease=1s lease-cap=8s retransmit=250ms void-timeout=2s batch-max=256
//                        queue-max=... kept-interests=64 tombstones-max=64 ablate=fencing]
//   product umbrella owner=ana stock=1 price=10.00 [sku=...]
//   change ana restock|withdraw umbrella 5        change ana reprice umbrella 12.00        change ana remove umbrella
//   buy bia umbrella key=b1 [quantity=2] [price=9.00] [token=b0]    the price shown at bia unless given; `token` hands
//                                                                   the causality token of b0's answer on
//   cancel bia umbrella key=b1        impatient bia key=b1          hook bia b1 confirmed|declined
//   deliver bia->ana [interest] [each]      the oldest copy that fits, or each that is in flight; `*` is anybody
//   deliver all                             until nothing is in flight
//   drop, duplicate                         likewise
//   flight                                  what is in flight
//   cut ana->bia, heal                      lost when it would arrive
//   heartbeats off|on                       on: they arrive at once and are not told; off: they are lost
//   catalogue by-hand                       from here on catalogue messages are told and wait to be delivered
//   disk bia held|free, sync bia [2]        records become durable by hand, all or the next two
//   crash ana [lose=all|none] [keep=1], wipe ana, recover ana
//   newcomer eva sponsor=ana                comes, and says hello
//   leave bia, evict davi by=ana
//   clock-back bia 5s                       its local clock, which must never happen but does
//   advance 200ms                           timers that come due fire
//   show ana|umbrella, quiescent
//   quietly COMMAND                         what it does is not told
#pragma once

#include <string>

#include "tests/transcripts/stage.hpp"

namespace feira::transcripts {

/// Throws `std::runtime_error` when the line is no command.
void run_command(Stage& stage, const std::string& line);

}  // namespace feira::transcripts
