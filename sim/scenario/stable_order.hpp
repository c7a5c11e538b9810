// Sorting that keeps equal elements in the order in which they stand. libstdc++ 12 has std::stable_sort use what clang
// 19 refuses as deprecated, so positions are sorted instead.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace feira::scenario {

/// Sorts by `key(element)`, smallest first; equal ones stay as they stand.
template <class T, class Key>
void sort_stably(std::vector<T>& elements, Key&& key) {
  std::vector<std::pair<decltype(key(elements.front())), std::size_t>> places;
  places.reserve(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) places.emplace_back(key(elements[i]), i);
  std::sort(places.begin(), places.end());
  std::vector<T> sorted;
  sorted.reserve(elements.size());
  for (const auto& place : places) sorted.push_back(std::move(elements[place.second]));
  elements = std::move(sorted);
}

}  // namespace feira::scenario
