#include "sim/check/event.hpp"

#include <array>

namespace feira::check {

const char* name(EventKind kind) {
  static constexpr std::array<const char*, event_kinds> names = {
      "start",     "send",    "depart", "receive", "drop",  "record",  "durable", "hook-start", "hook-end",
      "hook-skip", "deliver", "invoke", "answer",  "crash", "recover", "pause",   "resume",     "fault",
      "heal",      "calm",    "detain", "join",    "leave", "evict",   "stop",    "struck",     "lease-moved"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace feira::check
