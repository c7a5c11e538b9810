// The live driver: one thread runs the core of one marketplace, and everybody else speaks to it through here.
//
// Theory of operation. The core's thread takes all that waits in the inbox, reads the clock after that, and steps each
// input. What the core sends to itself comes back in the same round. Then one commit makes all records of the round
// durable, the core is told so, and the effects that waited for it leave: messages, answers, hooks. Readers come last
// in a round, so that they see what is durable. While a commit is under way inputs gather in the inbox: the busier the
// marketplace, the more of them share one commit.
//
// When records cannot be made durable (a full disk), everything that waits for them waits, and the commit is tried
// again and again; to others this marketplace is silent meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/marketplace.hpp"
#include "node/driver/boot_clock.hpp"
#include "node/driver/event_log.hpp"
#include "node/driver/inbox.hpp"
#include "node/driver/outbox.hpp"
#include "node/driver/surroundings.hpp"

namespace feira::node {

/// Figures for whoever watches, all since the start.
struct DriverCounts {
  std::uint64_t rounds = 0;
  std::uint64_t inputs = 0;
  std::uint64_t commits = 0;
  std::uint64_t records = 0;
  /// Requests that have had no answer yet.
  std::uint64_t waiting = 0;
};

class Driver {
 public:
  struct Setup {
    Config config;
    /// What the journal holds, maybe compacted, and the number of its last record.
    std::vector<Record> journal;
    RecordNumber last = 0;
    std::function<LocalTime()> clock = boot_time;
  };

  /// All that is handed in must outlive the driver.
  Driver(Setup setup, Journal& journal, Carrier& carrier, Hooks& hooks, EventLog& events, Observer* observer = nullptr);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  /// Stops.
  ~Driver();

  /// Starts the core's thread, once.
  void start();
  /// Takes what waits, makes it durable, answers with nothing those who wait longer, and ends the core's thread. To be
  /// called from any other thread; later calls do nothing.
  void stop();

  // Any thread may ask; `then` is told once, also when the driver has stopped (then at once, on the caller's thread).
  void buy(ProductId product, const Purchase& purchase, std::optional<VectorClock> token, Duration patience, Then then);
  void cancel(ProductId product, IdempotencyKey key, std::optional<VectorClock> token, Duration patience, Then then);
  void change(Change change, Then then);
  void leave(Then then);
  void evict(MarketplaceId member, Then then);

  /// Messages from other marketplaces. False when there is no room, or the driver has stopped: none was taken.
  bool deliver(std::vector<Message> messages);

  /// Runs `read(const View&)` on the core's thread, between two rounds, and returns what it returned: plain values, no
  /// references into the view. Nothing when the driver has stopped. Blocks for as long as a round takes.
  template <class Read>
  auto read(Read read) -> std::optional<std::invoke_result_t<Read, const View&>>;

  /// None while the marketplace goes on.
  [[nodiscard]] StopReason stopped_because() const { return stopped_because_.load(); }
  /// It is a member of its consortium: a founder, or a newcomer that was let in.
  [[nodiscard]] bool takes_part() const { return takes_part_.load(); }
  /// Why records cannot be made durable at present; empty when they can.
  [[nodiscard]] std::string store_failure() const;
  [[nodiscard]] DriverCounts counts() const;
  [[nodiscard]] MarketplaceId id() const { return id_; }

 private:
  class Turn;

  void ask(Asking asking);
  void run();
  /// How long there is nothing to do unless something comes.
  [[nodiscard]] std::chrono::nanoseconds idle_time() const;
  void round(std::vector<Job>& jobs);
  void take(Asking& asking);
  void take(Message& message);
  void take(HookEnded& ended);
  void take(HookSkipped& skipped);
  void take(Reading& reading);
  void hear(const Message& message);
  void step(const Input& input);
  void perform();
  void settle();
  /// Makes all records made so far durable and lets go what waited for that. False when that cannot be done now.
  bool commit();
  void let_go(HeldSend& send);
  void let_go(const Reply& reply);
  void let_go(const StartHook& hook);
  void end_patience();
  void tell(const std::vector<Record>& records);
  void tell_product(const Product& product);
  void watch_members();
  void answer_nobody_knows();

  const MarketplaceId id_;
  std::vector<Record> recovered_;
  const RecordNumber recovered_last_;
  const std::function<LocalTime()> clock_;
  Journal& journal_;
  Carrier& carrier_;
  Hooks& hooks_;
  EventLog& events_;
  Observer* const observer_;
  const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();

  // Of the core's thread alone.
  Marketplace core_;
  Effects effects_;
  LocalTime now_;
  LocalTime wake_at_ = never;
  std::vector<Record> records_;
  RecordNumber durable_ = 0;
  std::optional<LocalTime> commit_again_at_;
  Outbox outbox_;
  std::vector<std::shared_ptr<const Letter>> own_;
  std::vector<Reading> readings_;
  std::uint64_t requests_ = 0;
  std::map<std::uint64_t, Then> waiting_;
  std::multimap<LocalTime, RequestId> patience_;
  std::map<MarketplaceId, bool> suspected_;

  // What other threads may see.
  std::shared_ptr<std::atomic<std::uint32_t>> life_ = std::make_shared<std::atomic<std::uint32_t>>(0);
  std::atomic<StopReason> stopped_because_ = StopReason::none;
  std::atomic<bool> takes_part_ = false;
  mutable std::mutex shown_mutex_;
  std::string store_failure_;
  DriverCounts counts_;

  std::mutex stop_mutex_;
  std::thread thread_;
};

template <class Read>
auto Driver::read(Read read) -> std::optional<std::invoke_result_t<Read, const View&>> {
  using Result = std::invoke_result_t<Read, const View&>;
  std::promise<std::optional<Result>> promise;
  auto result = promise.get_future();
  const bool taken = inbox_->put(Reading{[&](const View* view) {
    try {
      promise.set_value(view == nullptr ? std::nullopt : std::optional<Result>(read(*view)));
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  }});
  return taken ? result.get() : std::nullopt;
}

}  // namespace feira::node
