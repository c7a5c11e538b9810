// Frames: how a journal (or a stream) keeps one document after the other so that damage is noticed.
//
//   4 bytes  "feir"
//   4 bytes  length of the payload, little-endian
//   8 bytes  XXH3_64 of the payload, seeded with the eight bytes above, little-endian
//   payload
//
// The seed puts the header itself under the checksum. A frame that stops before its end is told apart from a damaged
// one: the first is what a torn last write leaves, and may be cut off; the second must never be skipped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace feira::wire {

inline constexpr std::size_t frame_header_bytes = 16;
/// Longer payloads are not framed, and a header that claims one is damaged.
inline constexpr std::size_t frame_payload_bytes_max = std::size_t{16} << 20;

struct Frame {
  /// A view into the bytes given.
  std::string_view payload;
  /// Where the next frame begins.
  std::size_t size = 0;
};

/// Why no frame could be read.
enum class FrameDamage : std::uint8_t {
  /// The bytes end before the frame does.
  torn,
  /// Not a frame's beginning.
  no_frame,
  /// Longer than any frame may be.
  too_long,
  /// The checksum does not match.
  checksum,
};

/// In kebab-case.
const char* name(FrameDamage damage);

/// Appends `payload` as one frame. Precondition: no longer than `frame_payload_bytes_max`.
void frame_to(std::string_view payload, std::string& out);
/// Reads the frame that begins with the first byte of `bytes`.
std::variant<Frame, FrameDamage> read_frame(std::string_view bytes);

}  // namespace feira::wire
