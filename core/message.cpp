#include "core/message.hpp"

#include <array>

namespace feira {

const char* name(MessageKind kind) {
  static constexpr std::array<const char*, message_kinds> names{
      "heartbeat", "interest",      "interests-wanted", "settled",
      "grant",     "commit",        "release",          "last-word",
      "cancel",    "cancel-answer", "catalogue-wanted", "catalogue-difference",
      "hello",     "welcome"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace feira
