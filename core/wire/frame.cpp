#include "core/wire/frame.hpp"

#include <xxhash.h>

#include <array>
#include <cstdlib>

namespace feira::wire {

namespace {

constexpr std::string_view magic = "feir";

template <class Number>
void put(Number value, std::string& out) {
  for (std::size_t i = 0; i < sizeof(Number); ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

template <class Number>
Number take(std::string_view bytes) {
  Number value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value |= static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

std::uint64_t checksum(std::uint64_t header, std::string_view payload) {
  return XXH3_64bits_withSeed(payload.data(), payload.size(), header);
}

}  // namespace

const char* name(FrameDamage damage) {
  static constexpr std::array names{"torn", "no-frame", "too-long", "checksum"};
  return names.at(static_cast<std::size_t>(damage));
}

void frame_to(std::string_view payload, std::string& out) {
  if (payload.size() > frame_payload_bytes_max) std::abort();  // a caller's bug: nobody could read it back
  const std::size_t begin = out.size();
  out.append(magic);
  put(static_cast<std::uint32_t>(payload.size()), out);
  const auto header = take<std::uint64_t>(std::string_view(out).substr(begin));
  put(checksum(header, payload), out);
  out.append(payload);
}

std::variant<Frame, FrameDamage> read_frame(std::string_view bytes) {
  const std::size_t known = std::min(bytes.size(), magic.size());
  if (bytes.substr(0, known) != magic.substr(0, known)) return FrameDamage::no_frame;
  if (bytes.size() < frame_header_bytes) return FrameDamage::torn;
  const std::size_t length = take<std::uint32_t>(bytes.substr(4));
  if (length > frame_payload_bytes_max) return FrameDamage::too_long;
  if (bytes.size() - frame_header_bytes < length) return FrameDamage::torn;
  const std::string_view payload = bytes.substr(frame_header_bytes, length);
  const auto header = take<std::uint64_t>(bytes);
  if (checksum(header, payload) != take<std::uint64_t>(bytes.substr(8))) return FrameDamage::checksum;
  return Frame{payload, frame_header_bytes + length};
}

}  // namespace feira::wire
