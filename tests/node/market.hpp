// Several drivers in one process, whose messages go from inbox to inbox: a consortium without HTTP.
#pragma once

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "node/driver/driver.hpp"

namespace feira::node {

/// Keeps records in memory and counts commits; may be told to fail.
class KeptInMemory final : public Journal {
 public:
  void commit(RecordNumber first, std::span<const Record> records) override {
    const std::lock_guard lock(mutex_);
    if (full_) throw NotKept("no room");
    if (first != records_.size() + 1) gaps_ = true;
    records_.insert(records_.end(), records.begin(), records.end());
    ++commits_;
  }

  void fill(bool full) {
    const std::lock_guard lock(mutex_);
    full_ = full;
  }
  [[nodiscard]] std::vector<Record> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  [[nodiscard]] std::size_t commits() const {
    const std::lock_guard lock(mutex_);
    return commits_;
  }
  [[nodiscard]] bool gaps() const {
    const std::lock_guard lock(mutex_);
    return gaps_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Record> records_;
  std::size_t commits_ = 0;
  bool gaps_ = false;
  bool full_ = false;
};

class Market {
 public:
  struct Stall final : Carrier {
    Stall(Market& the_market, Config config, Hooks& hooks, std::vector<Record> journal)
        : market(the_market), driver(setup(std::move(config), std::move(journal)), kept, *this, hooks, events) {}
    void carry(MarketplaceId to, const std::shared_ptr<const Letter>& letter) override { market.carry(to, *letter); }
    static Driver::Setup setup(Config config, std::vector<Record> journal) {
      Driver::Setup made{std::move(config), std::move(journal), 0, boot_time};
      made.last = made.journal.size();
      return made;
    }

    Market& market;
    KeptInMemory kept;
    EventLog events;
    Driver driver;
  };

  explicit Market(std::uint32_t marketplaces) {
    for (std::uint32_t i = 1; i <= marketplaces; ++i) config_.members.push_back({MarketplaceId{i}, std::to_string(i)});
    for (std::uint32_t i = 1; i <= marketplaces; ++i) open(i);
    for (auto& [id, stall] : stalls_) stall->driver.start();
  }
  ~Market() {
    for (auto& [id, stall] : stalls_) stall->driver.stop();
  }

  Stall& at(std::uint32_t id) { return *stalls_.at(id); }

  void carry(MarketplaceId to, const Letter& letter) {
    const auto stall = stalls_.find(to.value);
    if (stall != stalls_.end()) stall->second->driver.deliver({letter.message()});
  }

  ProductId register_product(std::uint32_t at_id, std::int64_t stock) {
    const auto made = ask(at_id, [&](Driver& driver, Then then) {
      driver.change(RegisterProduct{"lamp", "sku", price, stock}, std::move(then));
    });
    return std::get<ChangeMade>(made.value().answer).product;
  }
  std::optional<Reply> buy(std::uint32_t at_id, ProductId product, std::uint64_t key, std::uint32_t quantity = 1) {
    return ask(at_id, [&](Driver& driver, Then then) {
      driver.buy(product, {{1, key}, quantity, price}, {}, seconds(5), std::move(then));
    });
  }
  template <class Asks>
  std::optional<Reply> ask(std::uint32_t at_id, Asks asks) {
    auto promise = std::make_shared<std::promise<std::optional<Reply>>>();
    auto answer = promise->get_future();
    asks(at(at_id).driver, [promise](const std::optional<Reply>& reply) { promise->set_value(reply); });
    return answer.get();
  }

  [[nodiscard]] bool knows(std::uint32_t at_id, ProductId product) {
    return at(at_id).driver.read([&](const View& view) { return view.core.product(product) != nullptr; }).value();
  }
  template <class Holds>
  static bool soon(Holds holds) {
    for (int i = 0; i < 1000; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  static constexpr Money price{100, {{'B', 'R', 'L'}}};

 private:
  void open(std::uint32_t id) {
    Config config = config_;
    config.me = MarketplaceId{id};
    stalls_.emplace(id, std::make_unique<Stall>(*this, std::move(config), hooks_, std::vector<Record>{}));
  }

  Config config_;
  ConfirmAtOnce hooks_;
  std::map<std::uint32_t, std::unique_ptr<Stall>> stalls_;
};

}  // namespace feira::node
