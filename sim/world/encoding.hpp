// The bytes of what travels and of what is kept, where a scenario asks for them ("encode": true).
//
// A message is encoded when it departs, one frame with its checksum for all copies of it, and each copy is decoded when
// it is taken: the core sees what came out of the bytes. A record is encoded and decoded on its way to the disk. Either
// way nothing may be lost on the way, and a copy that was damaged must not decode. A message to oneself is not encoded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "sim/kernel/message_slab.hpp"

namespace feira::sim {

class Encoding {
 public:
  explicit Encoding(bool on) : on_(on) {}

  [[nodiscard]] bool on() const { return on_; }

  /// The message in `slot` is on its way from here on.
  void depart(kernel::Slot slot, const Message& message);
  /// What the bytes of `slot` say. Stops the program when that is not `sent`.
  [[nodiscard]] Message arrive(kernel::Slot slot, const Message& sent) const;
  /// Flips one bit, drawn by `bits`, in a copy of the bytes. Stops the program when the frame does not show it.
  void damage(kernel::Slot slot, std::uint64_t bits) const;
  /// What the bytes of this record say. Stops the program when that is not `record`.
  [[nodiscard]] Record kept(const Record& record) const;

 private:
  bool on_;
  /// Frames by slot; a slot that is free keeps its old one.
  std::vector<std::string> frames_;
};

}  // namespace feira::sim
