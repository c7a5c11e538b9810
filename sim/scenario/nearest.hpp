// The valid word that somebody probably meant.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace feira::scenario {

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
/// alignment: Damerau 1964, without editing a swapped pair again).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, the first of equals; empty when none is within half of the longer word's
/// length (at least 1, at most 6 edits) or the word is too long to be a slip.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace feira::scenario
