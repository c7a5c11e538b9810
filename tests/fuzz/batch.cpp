// What peers send, once it is known that they are peers: batches of messages and answers to hello.
#include "node/transport/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "core/wire/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace feira;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = node::read_batch(bytes);
  if (const auto* batch = std::get_if<node::Batch>(&read)) {
    if (batch->messages.size() > node::batch_messages_max) std::abort();
    // What was read is written and read again as the same.
    const auto head = node::read_batch(node::text_of(batch->head));
    if (!std::holds_alternative<node::Batch>(head) || !(std::get<node::Batch>(head).head == batch->head)) std::abort();
    for (const auto& message : batch->messages) {
      const auto again = wire::decode_message(wire::encode(message));
      if (!std::holds_alternative<Message>(again) || wire::encode(std::get<Message>(again)) != wire::encode(message))
        std::abort();
    }
  }
  (void)node::read_hello(bytes);
  return 0;
}
