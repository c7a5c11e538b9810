// Delta debugging: of the items of something that fails, as few as still fail. Source: Zeller and Hildebrandt 2002,
// Simplifying and Isolating Failure-Inducing Input (ddmin).
//
// The parts of one round are tried together, so that they can be run on several cores; which of those that fail is
// taken is their order, never who was ready first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace feira::search {

/// The first of these selections that still fails, if any.
template <class Item>
using FirstFailing = std::function<std::optional<std::size_t>(const std::vector<std::vector<Item>>&)>;

/// Parts of `items`, as equal as can be. Precondition: 1 <= `count` <= `items.size()`.
template <class Item>
std::vector<std::vector<Item>> parts_of(const std::vector<Item>& items, std::size_t count) {
  std::vector<std::vector<Item>> parts;
  for (std::size_t part = 0; part < count; ++part) {
    const auto begin = static_cast<std::ptrdiff_t>(part * items.size() / count);
    const auto end = static_cast<std::ptrdiff_t>((part + 1) * items.size() / count);
    parts.emplace_back(items.begin() + begin, items.begin() + end);
  }
  return parts;
}

/// All items but those of one part, for each part; the last one is left out first, as what comes late in a run is
/// rather a consequence than a cause.
template <class Item>
std::vector<std::vector<Item>> complements_of(const std::vector<std::vector<Item>>& parts) {
  std::vector<std::vector<Item>> complements;
  for (std::size_t left_out = parts.size(); left_out-- > 0;) {
    std::vector<Item>& rest = complements.emplace_back();
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (part != left_out) rest.insert(rest.end(), parts[part].begin(), parts[part].end());
    }
  }
  return complements;
}

/// Precondition: all of `items` fail. The result fails, and without any one of its items it does not, as far as
/// `first_failing` can tell.
template <class Item>
std::vector<Item> ddmin(std::vector<Item> items, const FirstFailing<Item>& first_failing) {
  if (items.empty() || first_failing({{}})) return {};
  std::size_t count = 2;
  while (items.size() >= 2) {
    count = std::min(count, items.size());
    std::vector<std::vector<Item>> tried = parts_of(items, count);
    const std::vector<std::vector<Item>> complements = complements_of(tried);
    // With two parts each is the other's complement.
    if (count > 2) tried.insert(tried.end(), complements.begin(), complements.end());
    const std::optional<std::size_t> failing = first_failing(tried);
    if (failing) {
      items = tried[*failing];
      count = *failing < count ? 2 : std::max<std::size_t>(count - 1, 2);
    } else if (count == items.size()) {
      break;
    } else {
      count *= 2;
    }
  }
  return items;
}

}  // namespace feira::search
