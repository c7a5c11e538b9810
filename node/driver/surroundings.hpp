// What a driver needs of the world around it: somewhere to keep records, somebody who carries messages, and what runs
// inside a critical section. All are called on the core's thread.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "node/driver/letter.hpp"

namespace feira::node {

/// Records could not be made durable; nothing of the commit was kept.
class NotKept : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Journal {
 public:
  virtual ~Journal() = default;
  /// Appends records `first`, `first + 1`, ... and returns when they are durable: all of them or, with `NotKept`, none.
  virtual void commit(RecordNumber first, std::span<const Record> records) = 0;
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  /// Must not block. A message may be lost: the core repairs.
  virtual void carry(MarketplaceId to, const std::shared_ptr<const Letter>& letter) = 0;
};

/// One hook that the core wants started. Whoever runs it asks `begins` right before it really does, and then tells
/// `ended` once; both from any thread. After the driver has stopped they do nothing.
class HookTurn {
 public:
  virtual ~HookTurn() = default;
  [[nodiscard]] virtual const StartHook& hook() const = 0;
  /// False when the lease has ended, or the marketplace has begun a new life since: then the hook must not run, and the
  /// core has been told so.
  virtual bool begins() = 0;
  virtual void ended(bool confirmed) = 0;
};

class Hooks {
 public:
  virtual ~Hooks() = default;
  /// Must not block.
  virtual void start(std::shared_ptr<HookTurn> turn) = 0;
  /// The owner's last word on an own interest: what became of its purchases. Called when it arrives, before the commit
  /// with the record that closes the interest.
  virtual void decided(ProductId product, const Decisions& decisions) = 0;
};

/// Without a hook, whatever fits is confirmed at once.
class ConfirmAtOnce final : public Hooks {
 public:
  void start(std::shared_ptr<HookTurn> turn) override {
    if (turn->begins()) turn->ended(true);
  }
  void decided(ProductId, const Decisions&) override {}
};

/// Sees every input of the core before it is stepped, and what came of it: for recordings.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(LocalTime now, std::span<const Record> journal, RecordNumber last, const Effects& effects) = 0;
  virtual void stepped(LocalTime now, const Input& input, const Effects& effects) = 0;
};

}  // namespace feira::node
