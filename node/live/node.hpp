// One live marketplace: store, core, peers and HTTP put together, from start to an orderly end.
#pragma once

#include <atomic>
#include <memory>

#include "core/marketplace.hpp"
#include "node/live/settings.hpp"

namespace feira::node {

class LiveNode {
 public:
  /// Opens the data folder. Throws `Refusal` when it cannot be started as it is.
  explicit LiveNode(NodeSettings settings);
  LiveNode(const LiveNode&) = delete;
  LiveNode& operator=(const LiveNode&) = delete;
  ~LiveNode();

  /// Serves until `end` is set or the marketplace must not go on; then stops in order: takes nothing new, answers who
  /// waits, makes everything durable. Returns why the marketplace does not go on; none when it was told to end.
  /// Throws `Refusal` when it cannot begin to serve.
  StopReason run(const std::atomic<bool>& end);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace feira::node
