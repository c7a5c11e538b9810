// The core allocates nothing for a message in the steady state. This program counts every allocation.

#include <gtest/gtest.h>

#include <vector>

#include "core/marketplace.hpp"
#include "tests/support/allocations.hpp"

namespace feira {
namespace {

/// Eight marketplaces on a network that delivers at once and disks that are never slow.
class Consortium {
 public:
  explicit Consortium(std::uint32_t size) {
    std::vector<Member> members;
    for (std::uint32_t i = 1; i <= size; ++i) members.push_back({MarketplaceId{i}, "m"});
    for (std::uint32_t i = 1; i <= size; ++i) nodes_.emplace_back(Config{MarketplaceId{i}, members, {}, {}});
    flying_.resize(4096);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      out_.clear();
      nodes_[i].start(now_, {}, out_);
      take_effects(i);
    }
    settle();
  }

  void give(std::size_t node, const Input& input) {
    out_.clear();
    nodes_[node].step(now_, input, out_);
    take_effects(node);
  }

  /// Delivers until nothing flies any more, and answers every hook.
  void settle() {
    while (head_ != tail_) {
      const Flight& flight = flying_[head_++ % flying_.size()];
      give(flight.to, MessageArrived{flight.message});
    }
  }
  void beat() {
    now_ = now_ + milliseconds(100);
    for (std::size_t i = 0; i < nodes_.size(); ++i) give(i, TimerFired{});
    settle();
  }
  [[nodiscard]] std::size_t sold() const { return sold_; }

 private:
  struct Flight {
    std::size_t to = 0;
    Message message;
  };

  void fly(std::size_t to, const Message& message) {
    Flight& flight = flying_[tail_++ % flying_.size()];
    flight.to = to;
    flight.message = message;
  }
  void take_effects(std::size_t node) {
    for (const Reply& reply : out_.replies) {
      const auto* answered = std::get_if<Answered>(&reply.answer);
      sold_ += answered != nullptr && answered->decision.sold() ? 1 : 0;
    }
    for (const Send& send : out_.sends) {
      for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const MarketplaceId id = nodes_[i].id();
        const bool all = send.to == MarketplaceId{} && id != send.message.from && id != send.except;
        if (all || id == send.to) fly(i, send.message);
      }
    }
    if (out_.hooks.empty()) return;
    const StartHook hook = out_.hooks.front();
    give(node, HookEnded{hook.product, hook.purchase.key, hook.token, true});
  }

  std::vector<Marketplace> nodes_;
  std::vector<Flight> flying_;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::size_t sold_ = 0;
  LocalTime now_;
  Effects out_;
};

/// Eight marketplaces that know one product of the first, warmed up by some hundred purchases.
class SteadyState : public testing::Test {
 protected:
  SteadyState() {
    market.give(0, ChangeAsked{RequestId{1}, RegisterProduct{"lamp", "", {}, 1'000'000}});
    market.settle();
    for (std::uint64_t i = 0; i < 800; ++i) buy(i % 8);
    for (int i = 0; i < 20; ++i) market.beat();
  }
  void buy(std::size_t node) {
    ++bought;
    market.give(node, BuyAsked{RequestId{1 + bought}, product, Purchase{{0, bought}, 1, {}}, std::nullopt});
    market.settle();
  }

  Consortium market{8};
  ProductId product{MarketplaceId{1}, 1};
  std::uint64_t bought = 0;
};

TEST_F(SteadyState, HeartbeatsAllocateNothing) {
  EXPECT_EQ(allocations_of([&] {
              for (int i = 0; i < 100; ++i) market.beat();
            }),
            0U);
}

TEST_F(SteadyState, APurchaseAllocatesOnlyItsEntryInTheSalesBook) {
  const std::size_t made = allocations_of([&] {
    for (std::uint64_t i = 0; i < 200; ++i) buy(i % 8);
  });
  EXPECT_EQ(market.sold(), 1000U);
  // One node of the index for each decision; now and then the book itself or its index grows.
  EXPECT_LE(made, 200U + 4U);
}

}  // namespace
}  // namespace feira
