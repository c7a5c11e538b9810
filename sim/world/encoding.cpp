#include "sim/world/encoding.hpp"

#include <utility>
#include <variant>

#include "core/wire/frame.hpp"
#include "core/wire/wire.hpp"
#include "sim/chance/draw.hpp"
#include "sim/kernel/require.hpp"

namespace feira::sim {

using kernel::require;

namespace {

std::string_view payload_of(std::string_view bytes) {
  const auto frame = wire::read_frame(bytes);
  require(std::holds_alternative<wire::Frame>(frame), "what was framed can be read");
  return std::get<wire::Frame>(frame).payload;
}

}  // namespace

void Encoding::depart(kernel::Slot slot, const Message& message) {
  if (slot.index >= frames_.size()) frames_.resize(slot.index + 1);
  std::string& frame = frames_[slot.index];
  frame.clear();
  wire::frame_to(wire::encode(message), frame);
}

Message Encoding::arrive(kernel::Slot slot, const Message& sent) const {
  auto decoded = wire::decode_message(payload_of(frames_[slot.index]));
  require(std::holds_alternative<Message>(decoded), "what was encoded can be decoded");
  require(std::get<Message>(decoded) == sent, "a message is the same after it was encoded and decoded");
  return std::get<Message>(std::move(decoded));
}

void Encoding::damage(kernel::Slot slot, std::uint64_t bits) const {
  std::string damaged = frames_[slot.index];
  const std::uint64_t place = chance::below(bits, damaged.size() * 8);
  damaged[place / 8] = static_cast<char>(static_cast<unsigned char>(damaged[place / 8]) ^ (1U << place % 8));
  require(std::holds_alternative<wire::FrameDamage>(wire::read_frame(damaged)), "a checksum shows a flipped bit");
}

Record Encoding::kept(const Record& record) const {
  std::string frame;
  wire::frame_to(wire::encode(record), frame);
  auto decoded = wire::decode_record(payload_of(frame));
  require(std::holds_alternative<Record>(decoded), "what was encoded can be decoded");
  require(std::get<Record>(decoded) == record, "a record is the same after it was encoded and decoded");
  return std::get<Record>(std::move(decoded));
}

}  // namespace feira::sim
