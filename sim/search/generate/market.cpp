// Who takes part, what is for sale, who buys, and what owners change.
#include <algorithm>
#include <array>
#include <string>

#include "sim/scenario/read.hpp"
#include "sim/scenario/stable_order.hpp"
#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::BuyersSpec;
using scenario::ChangeSpec;
using scenario::MarketplaceIndex;
using scenario::ProductIndex;
using scenario::Scenario;
using scenario::Share;
using scenario::Spread;

constexpr std::array goods{"umbrella", "lamp", "hat", "kite"};
constexpr Currency real{{'B', 'R', 'L', '\0'}};

template <class Index>
std::vector<Index> all_of(std::size_t count) {
  std::vector<Index> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<Index>(i);
  return all;
}

/// So many of `count` at least, in their order.
template <class Index>
std::vector<Index> some_of(Draws& draws, std::size_t least, std::size_t count) {
  std::vector<Index> some = all_of<Index>(count);
  const auto stay =
      static_cast<std::size_t>(draws.between(static_cast<std::int64_t>(least), static_cast<std::int64_t>(count)));
  while (some.size() > stay) some.erase(some.begin() + static_cast<std::ptrdiff_t>(draws.below(some.size())));
  return some;
}

Share percents(std::int64_t count) { return {count * 10'000}; }

void add_wish(Draws draws, const Scenario& scenario, scenario::WishSpec& wish) {
  const std::size_t count = scenario.products.size();
  wish.products = all_of<ProductIndex>(count);
  switch (draws.weighted({7, count > 1 ? 5U : 1U, 2, count > 1 ? 2U : 0U})) {
    case 0:
      wish.products = {0};
      break;
    case 1:
      break;
    case 2:
      wish.hot = ProductIndex{0};
      wish.hot_share = percents(draws.between(5, 9) * 10);
      if (count > 1) std::erase(wish.products, ProductIndex{0});
      break;
    default:
      wish.cart = true;
  }
  if (draws.percent(20)) {
    wish.quantity_min = static_cast<std::uint32_t>(draws.between(1, 2));
    wish.quantity_max = wish.quantity_min + static_cast<std::uint32_t>(draws.between(0, 2));
  }
}

void add_arrival(Draws draws, const Window& window, const scenario::WishSpec& wish, BuyersSpec& buyers) {
  using Shape = scenario::ArriveSpec::Shape;
  const Duration length = window.end - window.begin;
  buyers.start = window.begin;
  if (draws.percent(20)) buyers.start = window.begin + draws.time_between({}, length / 2);
  const Duration left = std::max(window.end - buyers.start, milliseconds(100));
  switch (draws.weighted({6, 1, wish.cart ? 8U : 2U})) {
    case 0:
      buyers.arrive.window = draws.percent(25) ? left / 4 : left;
      break;
    case 1:
      buyers.arrive.shape = Shape::open;
      buyers.arrive.gap = {Spread::Shape::exponential, std::max(left / buyers.count, milliseconds(1)), {}};
      break;
    default:
      buyers.arrive.shape = Shape::closed;
      buyers.arrive.times = static_cast<std::uint32_t>(draws.between(2, 5));
      buyers.arrive.gap = {draws.percent(50) ? Spread::Shape::constant : Spread::Shape::exponential,
                           draws.among({milliseconds(20), milliseconds(50), milliseconds(300)}),
                           {}};
  }
}

/// What a buyer does who is not answered at once.
void add_temper(Draws draws, BuyersSpec& buyers) {
  if (draws.percent(45)) {
    buyers.patience = draws.among(
        {milliseconds(20), milliseconds(40), milliseconds(100), milliseconds(200), milliseconds(400), seconds(1)});
  }
  buyers.retry.after = draws.weighed<Duration>({{2, milliseconds(20)},
                                                {2, milliseconds(50)},
                                                {4, milliseconds(100)},
                                                {2, milliseconds(250)},
                                                {3, milliseconds(500)}});
  buyers.retry.elsewhere = draws.percent(45);
  if (draws.percent(10)) buyers.retry.times_max = static_cast<std::uint32_t>(draws.between(1, 8));
  if (draws.percent(7)) buyers.retry = {.enabled = false};
}

void add_habits(Draws draws, BuyersSpec& buyers) {
  if (draws.percent(20)) {
    buyers.cancel = percents(draws.among({5, 10, 20, 50, 100}));
    const Duration after = draws.among({milliseconds(1), milliseconds(20), milliseconds(100), milliseconds(500)});
    buyers.cancel_after =
        draws.percent(40) ? Spread{Spread::Shape::constant, after, {}} : Spread{Spread::Shape::uniform, {}, after};
  }
  if (draws.percent(15)) buyers.misuse = percents(draws.among({5, 20, 50}));
  buyers.carry_token = draws.percent(35);
}

ChangeSpec drawn_change(Draws& draws, const Scenario& scenario) {
  using Kind = ChangeSpec::Kind;
  ChangeSpec change;
  change.kind = draws.weighed<Kind>({{4, Kind::restock}, {4, Kind::withdraw}, {3, Kind::reprice}, {3, Kind::remove}});
  // Mostly of what is wanted most.
  if (draws.percent(50)) change.product = static_cast<ProductIndex>(draws.below(scenario.products.size()));
  if (change.kind == Kind::restock || change.kind == Kind::withdraw) change.quantity = draws.between(1, 5);
  if (change.kind == Kind::reprice) {
    change.price = {draws.between(11, 30) * 100, scenario.products[change.product].price.currency};
  }
  return change;
}

}  // namespace

void add_market(Draws draws, const Trouble& trouble, Scenario& scenario) {
  const std::int64_t least = trouble.members || trouble.lost_disks || trouble.flipped_bits ? 3 : 2;
  const auto count = static_cast<std::size_t>(
      draws.weighed<std::int64_t>({{2, least}, {6, 3}, {3, 4}, {1, draws.size() > 50 ? 5 : 3}}));
  for (std::size_t i = 0; i < count; ++i) scenario.marketplaces.push_back(scenario::marketplace_name(i));
  scenario.clocks.resize(count);
  // Who buys several products at once is asked for the one while the disk is at work for the other.
  const std::size_t several = trouble.slow_disks || trouble.disks ? 10 : 4;
  const auto products =
      draws.weighed<std::size_t>({{6, 1}, {several, 2}, {1, 3}, {trouble.changes ? 2U : 0U, goods.size() - 1}});
  for (std::size_t i = 0; i < products; ++i) {
    scenario::ProductSpec product;
    product.id = goods[i];
    if (i > 0 && draws.percent(70)) product.owner = static_cast<MarketplaceIndex>(draws.below(count));
    product.stock = draws.weighed<std::int64_t>({{2, 1}, {2, 2}, {2, 5}, {2, 10}, {2, 20}, {6, 100}});
    product.price = {1000, real};
    scenario.products.push_back(product);
  }
}

void add_buyers(Draws draws, const Window& window, Scenario& scenario) {
  const std::size_t marketplaces = scenario.marketplaces.size();
  const std::int64_t groups = draws.between(1, 3);
  for (std::int64_t group = 0; group < groups; ++group) {
    Draws own = draws.part();
    BuyersSpec buyers;
    buyers.count = static_cast<std::uint32_t>(own.up_to(6, 30));
    buyers.at = all_of<MarketplaceIndex>(marketplaces);
    // Only who buys at several places stands in anybody's way.
    const std::size_t least = groups == 1 ? 2 : 1;
    if (own.percent(50)) buyers.at = some_of<MarketplaceIndex>(own, least, marketplaces);
    add_wish(own.part(), scenario, buyers.buy);
    add_arrival(own.part(), window, buyers.buy, buyers);
    add_temper(own.part(), buyers);
    add_habits(own.part(), buyers);
    scenario.buyers.push_back(std::move(buyers));
  }
}

/// Some changes come close together: the next is made while the one before waits for its turn or for the disk.
void add_changes(Draws draws, const Window& window, Scenario& scenario) {
  Duration at = draws.time_between(window.begin, window.end);
  for (std::int64_t count = draws.between(1, 5); count > 0; --count) {
    ChangeSpec change = drawn_change(draws, scenario);
    change.at = at;
    scenario.changes.push_back(change);
    at = draws.percent(40) ? at + draws.time_between(milliseconds(1), milliseconds(50))
                           : draws.time_between(window.begin, window.end);
  }
  scenario::sort_stably(scenario.changes, [](const ChangeSpec& change) { return change.at; });
}

}  // namespace feira::search
