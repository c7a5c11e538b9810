// A journal made short: the records from which a marketplace recovers to the same state.
//
// What follows from later records is left out: closed interests, states of products that have changed since, voids
// below the frontier, former lives and bounds. What is kept is one record for each open interest, product, replica and
// member that has changed, the sales books, and last of all the clock and the frontier. So its length is bounded by the
// state, not by the history.
#pragma once

#include <span>
#include <vector>

#include "core/config.hpp"
#include "core/journal/record.hpp"

namespace feira {

/// For the marketplace that made `journal`, with its options. Recovering from the result, followed by any records that
/// were made later, is recovering from `journal` followed by them; see `Marketplace::start` for their numbers. Made
/// short again, the result does not change.
std::vector<Record> compacted(std::span<const Record> journal, const Options& options);

}  // namespace feira
