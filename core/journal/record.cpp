#include "core/journal/record.hpp"

#include <array>

namespace feira {

const char* name(RecordKind kind) {
  static constexpr std::array<const char*, record_kinds> names{
      "started",     "interest-made",   "interest-closed",  "voided", "decided",        "product-changed",
      "lease-bound", "frontier-marked", "replica-advanced", "joined", "member-changed", "leave-begun"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace feira
