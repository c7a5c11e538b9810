// Messages and journal records to and from JSON text, the form that other processes and the disk see.
//
// A message or a record is one JSON object with its keys in a fixed order, so equal values have equal bytes:
//
//   {"feira":1,"message":"release","from":"0000000a","incarnation":1,"sent":"-5","clock":{"0000000a":"3"},
//    "body":{"interest":"0000000a#3","product":"0000000b.1","token":"1.9"}}
//   {"feira":1,"record":"voided","clock":{"0000000a":"3"},"frontier":{},"body":{"origin":"0000000b","range":["1","4"]}}
//
//  - `feira` is the version of the format; other versions are refused.
//  - Marketplaces are eight lower-case hexadecimal digits, products `owner.local`, interests `origin#number`, fencing
//    tokens `epoch.counter`, idempotency keys 32 lower-case hexadecimal digits (high, then low).
//  - Numbers of up to 32 bits are JSON numbers; those of 64 bits (counts, versions, stocks, nanoseconds, minor units)
//    are decimal strings, because many JSON readers keep only 53 bits. One number has one spelling: no sign but
//    a minus, no leading zeros.
//  - Names and skus are UTF-8; bytes that are not become U+FFFD.
//  - What an optional field does not hold is left out. An interest without `purchases` is a copy whose purchases are
//    not known.
//
// Decoding takes any bytes: it returns the value, or what was wrong and where. It never throws and uses memory in
// proportion to the input, which is capped. Only the form is judged, and what every value of the type promises (a clock
// holds no zero, an interest's clock shows its number, a range does not end before it begins): whether a message makes
// sense is for the core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/journal/record.hpp"
#include "core/message.hpp"

namespace feira::wire {

inline constexpr std::uint32_t format_version = 1;
/// Longer documents are refused unread.
inline constexpr std::size_t document_bytes_max = std::size_t{16} << 20;
/// Values (numbers, texts, lists, objects) in one document at most.
inline constexpr std::size_t document_values_max = 2'000'000;
/// Lists and objects within one another at most; the deepest message needs six.
inline constexpr std::size_t document_depth_max = 8;

/// Why bytes are not what they were to be.
struct WireError {
  /// The place in the document, as in `$.body.ranges[2]`; `$` is the whole.
  std::string path;
  std::string what;
  friend bool operator==(const WireError&, const WireError&) = default;
};

std::string encode(const Message& message);
std::string encode(const Record& record);
/// These append to `out`, whose memory a caller may reuse.
void encode_to(const Message& message, std::string& out);
void encode_to(const Record& record, std::string& out);

std::variant<Message, WireError> decode_message(std::string_view text);
std::variant<Record, WireError> decode_record(std::string_view text);

}  // namespace feira::wire
