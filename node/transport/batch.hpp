// What travels in one POST /peer/messages: lines of JSON. The first says from whom, to whom, in which version, and
// which addresses its sender knows; each of the others is one message as the wire codec writes it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "node/driver/letter.hpp"
#include "node/store/store.hpp"

namespace feira::node {

inline constexpr const char* batch_path = "/peer/messages";
inline constexpr const char* hello_path = "/peer/hello";
inline constexpr const char* batch_type = "application/x-ndjson";
inline constexpr std::size_t batch_messages_max = 1024;
inline constexpr std::size_t batch_bytes_max = std::size_t{32} << 20;

struct BatchHead {
  std::uint32_t wire = wire::format_version;
  std::string consortium;
  Address from;
  MarketplaceId to;
  /// Gossip: where others were reached.
  std::vector<Address> known;
  friend bool operator==(const BatchHead&, const BatchHead&) = default;
};

struct Batch {
  BatchHead head;
  std::vector<Message> messages;
};

enum class BatchFault : std::uint8_t { malformed, unknown_wire_version };
struct BatchError {
  BatchFault fault = BatchFault::malformed;
  std::string what;
};

/// One line, without messages.
std::string text_of(const BatchHead& head);
std::variant<Batch, BatchError> read_batch(std::string_view text);

/// Who answers at an address, as `GET /peer/hello` tells.
struct HelloAnswer {
  BatchHead head;
  /// It is a member, and can let others in.
  bool takes_part = false;
};
std::string text_of(const HelloAnswer& answer);
std::variant<HelloAnswer, BatchError> read_hello(std::string_view text);

}  // namespace feira::node
