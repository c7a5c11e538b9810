// The operators of the marketplaces: they register the scenario's products at the beginning, in the order of the file,
// and make its changes when their time comes.
//
// An operator looks before it registers again after a crash: a product that stands in the catalogue is not registered
// twice. Another change whose answer a crash took is not made again: nobody knows whether it was made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/input.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/local_clock.hpp"
#include "sim/world/roster.hpp"

namespace feira::sim {

/// Index of a task: first the registrations, one a product, then the scenario's changes.
using TaskIndex = std::uint32_t;

/// What operators see of the world.
class Office {
 public:
  Office() = default;
  Office(const Office&) = default;
  Office& operator=(const Office&) = default;
  virtual ~Office() = default;

  [[nodiscard]] virtual bool is_open(MarketplaceIndex at) const = 0;
  /// It is closed for good.
  [[nodiscard]] virtual bool is_gone(MarketplaceIndex at) const = 0;
  /// The product's id at its owner's present id.
  [[nodiscard]] virtual ProductId product(ProductIndex index) const = 0;
  /// When it takes what comes now, if it has to wait: the marketplace is paused or slow. `queued`: has stood in line.
  [[nodiscard]] virtual std::optional<GlobalTime> turn(MarketplaceIndex at, bool& queued) = 0;
  /// Whether the marketplace shows this product, removed or not.
  [[nodiscard]] virtual bool knows(MarketplaceIndex at, ProductId product) const = 0;
  virtual RequestId new_request(TaskIndex task) = 0;
  virtual void set_timer(GlobalTime at, TaskIndex task, bool queued) = 0;
};

class Operators {
 public:
  /// `may_crash`: for each marketplace whether the fault plan crashes it.
  Operators(const scenario::Scenario& scenario, const Roster& roster, const std::vector<bool>& may_crash);

  struct Order {
    RequestId request;
    MarketplaceIndex at = 0;
    std::uint64_t client = 0;
    ProductId product;
    /// Valid as long as these operators.
    const Change* change = nullptr;
    bool may_give_up = false;
  };

  void begin(Office& office) const;
  /// `queued`: as given to `Office::set_timer`.
  std::optional<Order> due(TaskIndex task, bool queued, GlobalTime now, Office& office);
  void answered(TaskIndex task);
  void connection_lost(MarketplaceIndex at, GlobalTime now, Office& office);

  /// The disk of `at` is lost: these are the products of its old catalogue. To be called before it gets its next id.
  void take_archive(MarketplaceIndex at, const std::vector<Product>& products);
  /// `at` has begun anew under another id: its products are registered again, as in the archive.
  void register_anew(MarketplaceIndex at, GlobalTime now, Office& office);

  [[nodiscard]] bool done() const { return unfinished_ == 0; }
  /// Nothing is left to do where these marketplaces are down for good.
  [[nodiscard]] bool done_without(const std::vector<bool>& gone) const;

 private:
  struct Task {
    enum class State : std::uint8_t { waiting, asking, done };
    GlobalTime at;
    MarketplaceIndex owner = 0;
    ProductIndex product = 0;
    /// Its id, as last asked for.
    ProductId id;
    Change change;
    bool registers = false;
    bool may_give_up = false;
    State state = State::waiting;
  };

  static void name(Task& task, ProductId id);
  void finish(Task& task);

  /// Their numbers as clients come after those of all buyers' hands.
  std::uint64_t clients_before_ = 0;
  std::vector<Task> tasks_;
  std::size_t unfinished_ = 0;
};

}  // namespace feira::sim
