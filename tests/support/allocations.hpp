// How often this program has allocated. Whoever links `feira::counted_allocations` gets a global operator new that
// counts, so it is for test programs of their own.
#pragma once

#include <cstddef>

namespace feira {

[[nodiscard]] std::size_t allocations();

std::size_t allocations_of(auto&& work) {
  const std::size_t before = allocations();
  work();
  return allocations() - before;
}

}  // namespace feira
