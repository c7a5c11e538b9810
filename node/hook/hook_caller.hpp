// The hook by URL: what happens inside the critical section is asked of a service of the operator's, a payment for
// instance.
//
// Theory of operation. Inside the section the service is asked to confirm a purchase, which it should reserve by its
// key:
//
//   POST URL  {"ask":"confirm","key":"...","token":{"epoch":1,"counter":9},"product":"0c1d2e3f-1","quantity":1,
//              "price":{"minor":4990,"currency":"BRL"}}                    ->  {"answer":"confirmed"} or "declined"
//
// When the owner has decided, it is told what became of the purchase, and asked to capture or to cancel:
//
//   POST URL  {"ask":"capture" or "cancel", "outcome":"sold" or why it was refused, key, product, quantity, price}  ->
//   2xx
//
// What is to be told is kept in the store, in the commit that closes the purchase here, until the service has
// acknowledged it: across restarts, and so maybe more than once. No answer to a question within its time is "declined";
// then the outcome, a refusal, cancels what the service may have reserved.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "node/driver/surroundings.hpp"
#include "node/http/client.hpp"
#include "node/store/store.hpp"

namespace feira::node {

struct HookSettings {
  http::ClientOptions service;
  /// Path and query of the URL.
  std::string target;
  /// A purchase is declined that was not answered in this time.
  std::chrono::milliseconds patience{10'000};
  /// Questions asked at once.
  std::size_t threads = 8;
};

/// From "http://HOST:PORT/PATH"; nothing when it is no such URL.
std::optional<HookSettings> hook_settings(const std::string& url);

class HookCaller final : public Hooks {
 public:
  HookCaller(HookSettings settings, Store& store);
  HookCaller(const HookCaller&) = delete;
  HookCaller& operator=(const HookCaller&) = delete;
  /// Stops.
  ~HookCaller() override;

  void begin();
  /// Ends all threads; who is being asked is not waited for longer than a moment. Outcomes that are left are told in
  /// the next life.
  void stop();

  void start(std::shared_ptr<HookTurn> turn) override;
  void decided(ProductId product, const Decisions& decisions) override;

 private:
  void ask_in_turns();
  /// Whether it is confirmed.
  bool ask(http::Client& client, const StartHook& hook);
  void tell_outcomes();
  bool tell(http::Client& client, const KeptOutcome& outcome);
  /// False when it was stopped meanwhile.
  bool pause(std::chrono::milliseconds length);
  [[nodiscard]] bool stopped() const;

  const HookSettings settings_;
  Store& store_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<HookTurn>> turns_;
  bool news_ = true;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace feira::node
