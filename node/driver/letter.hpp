// A message on its way to others. A broadcast is one letter to many; it is encoded once, by whichever sender comes to
// it first, so that the core's thread does not.
#pragma once

#include <mutex>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "core/wire/wire.hpp"

namespace feira::node {

class Letter {
 public:
  explicit Letter(Message message) : message_(std::move(message)) {}

  [[nodiscard]] const Message& message() const { return message_; }
  /// As the wire codec writes it: one line. Any thread may ask.
  [[nodiscard]] const std::string& text() const {
    std::call_once(encoded_, [this] { text_ = wire::encode(message_); });
    return text_;
  }

 private:
  Message message_;
  mutable std::once_flag encoded_;
  mutable std::string text_;
};

}  // namespace feira::node
