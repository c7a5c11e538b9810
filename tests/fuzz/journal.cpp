// What a disk gives back: frames, and in them journal records.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "core/wire/frame.hpp"
#include "core/wire/wire.hpp"

namespace {

using namespace feira;

void read_record(std::string_view text) {
  const auto read = wire::decode_record(text);
  if (const auto* record = std::get_if<Record>(&read)) {
    const auto again = wire::decode_record(wire::encode(*record));
    if (!std::holds_alternative<Record>(again) || !(std::get<Record>(again) == *record)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_record(bytes);
  for (;;) {
    const auto read = wire::read_frame(bytes);
    const auto* frame = std::get_if<wire::Frame>(&read);
    if (frame == nullptr) return 0;
    if (frame->size > bytes.size() || frame->payload.size() > frame->size) std::abort();
    read_record(frame->payload);
    bytes.remove_prefix(frame->size);
  }
}
