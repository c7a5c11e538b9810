// The parts of a generated scenario, made in this order: each may look at what those before it have set. For the files
// of this folder only.
#pragma once

#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/search/generate/draws.hpp"

namespace feira::search {

/// What kinds of trouble a scenario has, decided before anything else. Few at a time: many at once hide what one alone
/// would show (Groce, Zhang, Eide, Chen and Regehr 2012, Swarm Testing).
struct Trouble {
  bool lossy = false;       // copies are lost, doubled, late, corrupted, reordered
  bool slow_ways = false;   // links and kinds of message with delays of their own
  bool slow_disks = false;  // all writes take long
  bool crashes = false;
  bool for_ever = false;  // a crash without a return
  bool pauses = false;
  bool ways = false;        // partitions, cuts, clogs, holds
  bool disks = false;       // stalled, full, slow, unreadable
  bool members = false;     // newcomers, leavers, evictions
  bool lost_disks = false;  // lost and old disks: alone, since detecting them is no more than that
  bool flipped_bits = false;
  bool clocks = false;   // drift, and steps back
  bool changes = false;  // of owners
  bool recipes = false;
};

Trouble draw_trouble(Draws draws);

/// The time in which something happens: from the first buyers until the last, with the faults in it.
struct Window {
  Duration begin;
  Duration end;
};

void add_market(Draws draws, const Trouble& trouble, scenario::Scenario& scenario);
void add_network(Draws draws, const Trouble& trouble, scenario::Scenario& scenario);
void add_protocol(Draws draws, const Trouble& trouble, scenario::Scenario& scenario);
void add_buyers(Draws draws, const Window& window, scenario::Scenario& scenario);
void add_changes(Draws draws, const Window& window, scenario::Scenario& scenario);
void add_members(Draws draws, const Window& window, scenario::Scenario& scenario);
void add_faults(Draws draws, const Trouble& trouble, const Window& window, scenario::Scenario& scenario);
/// After all other faults: how far a clock may step back depends on how long they keep a marketplace from noticing.
void add_clock_faults(Draws draws, const Window& window, scenario::Scenario& scenario);

/// Most of what goes wrong strikes the owner of the first product, or somebody drawn.
scenario::MarketplaceIndex draw_victim(Draws& draws, const scenario::Scenario& scenario);
/// About how long the spread is, in the middle, and how long it may well be.
Duration middle_of(const scenario::Spread& spread);
Duration longest_of(const scenario::Spread& spread);
/// The middle of the longest way between two marketplaces.
Duration longest_way(const scenario::NetworkSpec& network);

}  // namespace feira::search
