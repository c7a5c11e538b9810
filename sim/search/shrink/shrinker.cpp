#include "sim/search/shrink/shrinker.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sim/search/shrink/cuts.hpp"
#include "sim/search/shrink/ddmin.hpp"
#include "sim/search/shrink/given_buyers.hpp"
#include "sim/search/shrink/given_faults.hpp"
#include "sim/search/shrink/given_messages.hpp"

namespace feira::search {

using scenario::BuyersSpec;
using scenario::MarketplaceIndex;
using scenario::MessageOverride;
using scenario::ProductIndex;
using scenario::Scenario;

namespace {

/// So many purchases are not taken apart into buyers of their own.
constexpr std::size_t given_buyers_max = 400;
/// So many messages are not given one by one.
constexpr std::size_t given_messages_max = 20'000;
/// Nor are so many cut away one by one.
constexpr std::size_t single_messages_max = 500;
constexpr int rounds_max = 8;

bool is_random(const Scenario& scenario) {
  const scenario::RandomMembershipSpec none;
  return !(scenario.random_faults == scenario::RandomFaultsSpec{}) || !(scenario.random_membership == none) ||
         !scenario.recipes.empty() || std::ranges::any_of(scenario.faults, [](const scenario::Fault& fault) {
           return fault.shape != scenario::PartitionShape::groups;
         });
}

/// Chance has a say in which messages are lost, doubled or overtaken.
bool is_drawn(const scenario::NetworkSpec& network) {
  return network.loss.per_million > 0 || network.duplicate.per_million > 0 || network.late.per_million > 0 ||
         network.corrupt.per_million > 0 || network.reorder.has_value();
}

/// A group of one who asks at a given time.
bool is_given(const BuyersSpec& group) {
  return group.arrive.shape == scenario::ArriveSpec::Shape::burst && group.arrive.window == Duration{} &&
         group.at.size() == 1 && group.buy.products.size() == 1 && !group.buy.hot;
}

}  // namespace

void Shrinker::tell(std::string_view what) const {
  if (progress_) progress_({what, best_.scenario, best_.seed, trials_.runs()});
}

std::optional<std::size_t> Shrinker::take_first(std::string_view what, const std::vector<Candidate>& candidates) {
  tell(what);
  const auto failing = trials_.first_failing(candidates);
  if (!failing) return std::nullopt;
  best_.seed = candidates[*failing].seed;
  best_.scenario = *as_read(candidates[*failing].scenario);
  tell(what);
  return failing;
}

/// With the seed so far, and, since draws move, with the lowest ones. The place among `scenarios`.
std::optional<std::size_t> Shrinker::take_first_of_any_seed(std::string_view what,
                                                            const std::vector<Scenario>& scenarios) {
  std::vector<std::uint64_t> seeds{best_.seed};
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    if (seed != best_.seed) seeds.push_back(seed);
  }
  std::vector<Candidate> candidates;
  for (const Scenario& scenario : scenarios) {
    for (const std::uint64_t seed : seeds) candidates.push_back({scenario, seed});
  }
  const auto taken = take_first(what, candidates);
  return taken ? std::optional(*taken / seeds.size()) : std::nullopt;
}

bool Shrinker::take(std::string_view what, Scenario scenario) {
  if (scenario == best_.scenario) return false;
  return take_first(what, {{std::move(scenario), best_.seed}}).has_value();
}

void Shrinker::sweep(Generator generator) {
  bool changed = true;
  while (changed && !trials_.is_over()) {
    changed = false;
    std::vector<Milder> list = generator(best_.scenario);
    for (std::size_t place = 0; place < list.size() && !trials_.is_over(); ++place) {
      std::vector<Candidate> candidates;
      for (Scenario& way : list[place].ways) candidates.push_back({std::move(way), best_.seed});
      const Scenario before = best_.scenario;
      if (candidates.empty() || !take_first(list[place].what, candidates)) continue;
      // What a file cannot tell from what it was is no step.
      if (best_.scenario == before) continue;
      changed = true;
      list = generator(best_.scenario);
    }
  }
}

template <class Item>
void Shrinker::cut_list(std::string_view what, std::vector<Item> Scenario::* list, bool moves_draws) {
  if ((best_.scenario.*list).empty()) return;
  ddmin<Item>(best_.scenario.*list, [&](const std::vector<std::vector<Item>>& selections) {
    std::vector<Scenario> scenarios;
    for (const std::vector<Item>& selection : selections) {
      scenarios.push_back(best_.scenario);
      scenarios.back().*list = selection;
    }
    if (moves_draws) return take_first_of_any_seed(what, scenarios);
    std::vector<Candidate> candidates;
    for (Scenario& scenario : scenarios) candidates.push_back({std::move(scenario), best_.seed});
    return take_first(what, candidates);
  });
}

/// Cuts some of `count` things away; `cut` makes the scenarios with these only, none where there can be none.
void Shrinker::cut_things(std::string_view what, std::size_t count, const Cut& cut) {
  if (count < 2) return;
  ddmin<std::uint32_t>(indices(count), [&](const std::vector<std::vector<std::uint32_t>>& selections) {
    std::vector<Scenario> scenarios;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < selections.size(); ++place) {
      if (selections[place].empty()) continue;
      for (Scenario& scenario : cut(selections[place])) {
        scenarios.push_back(std::move(scenario));
        places.push_back(place);
      }
    }
    const auto taken = take_first_of_any_seed(what, scenarios);
    return taken ? std::optional(places[*taken]) : std::nullopt;
  });
}

void Shrinker::give_what_is_drawn() {
  // None of this has a say in what happens.
  best_.scenario.reach.clear();
  best_.scenario.expect = {};
  best_.scenario.about.clear();
  best_.scenario.run.seeds = 1;
  if (best_.scenario.swarm) {
    const Scenario drawn = with_swarm_given(best_.scenario, best_.seed);
    take_first_of_any_seed("swarm", {drawn});
  }
  if (!best_.scenario.swarm && is_random(best_.scenario)) {
    take("random faults", with_plan_given(best_.scenario, best_.seed));
  }
}

void Shrinker::lower_seed() {
  std::vector<Candidate> candidates;
  for (std::uint64_t seed = 1; seed < std::min<std::uint64_t>(best_.seed, 20); ++seed) {
    candidates.push_back({best_.scenario, seed});
  }
  if (!candidates.empty()) take_first("seed", candidates);
}

void Shrinker::cut_lists() {
  cut_list("faults", &Scenario::faults, false);
  cut_list("recipes", &Scenario::recipes, false);
  cut_list("changes of the members", &Scenario::membership, false);
  cut_list("changes of products", &Scenario::changes, false);
  cut_list("messages", &Scenario::messages, false);
  cut_list("groups of buyers", &Scenario::buyers, true);
}

void Shrinker::cut_marketplaces() {
  const Scenario whole = best_.scenario;
  cut_things("marketplaces", whole.marketplaces.size(), [&whole](const std::vector<MarketplaceIndex>& kept) {
    std::vector<Scenario> ways{with_marketplaces(whole, kept, false), with_marketplaces(whole, kept, true)};
    if (ways[0] == ways[1]) ways.pop_back();
    if (ways[0].products.empty()) ways.erase(ways.begin());
    return ways;
  });
}

void Shrinker::cut_products() {
  const Scenario whole = best_.scenario;
  cut_things("products", whole.products.size(),
             [&whole](const std::vector<ProductIndex>& kept) { return std::vector{with_products(whole, kept)}; });
}

/// All at once, or as many groups of them as can be given.
void Shrinker::give_buyers() {
  if (std::ranges::all_of(best_.scenario.buyers, is_given)) return;
  BuyersSeen seen(best_.scenario, best_.seed);
  const sim::Observers observers{.event = [&](const check::Event& event) { seen.observe(event); }, .stop = {}};
  static_cast<void>(sim::run(best_.scenario, best_.seed, observers));
  const std::vector<BuyersSpec> all = seen.given();
  if (all.size() > given_buyers_max) return;
  Scenario given = best_.scenario;
  given.buyers = all;
  if (take_first_of_any_seed("buyers", {given})) return;
  for (std::size_t group = best_.scenario.buyers.size(); group-- > 0;) {
    given.buyers = seen.given(group);
    if (!is_given(best_.scenario.buyers[group]) && take("buyers", given)) return give_buyers();
  }
}

/// Groups that stand side by side and are alike become one.
void Shrinker::merge_buyers() {
  for (std::size_t place = 0; place + 1 < best_.scenario.buyers.size();) {
    const BuyersSpec& first = best_.scenario.buyers[place];
    BuyersSpec second = best_.scenario.buyers[place + 1];
    const std::uint32_t both = first.count + second.count;
    second.count = first.count;
    Scenario merged = best_.scenario;
    merged.buyers[place].count = both;
    merged.buyers.erase(merged.buyers.begin() + static_cast<std::ptrdiff_t>(place) + 1);
    if (!(second == first) || !take("groups of buyers", std::move(merged))) ++place;
  }
}

void Shrinker::give_messages() {
  const scenario::NetworkSpec& network = best_.scenario.network;
  if (is_plain(network)) return;
  MessagesSeen seen;
  check::GlobalTime broken_at{INT64_MAX};
  const sim::Observers observers{.event = {}, .stop = {}, .fate = [&](const sim::Fate& fate) { seen.observe(fate); }};
  const JudgedRun run = judged_run(best_.scenario, best_.seed, observers);
  for (const check::Verdict& verdict : run.result.verdicts) {
    if (verdict.violation && verdict.property == trials_.failure().property) broken_at = verdict.violation->time;
  }
  const Candidate before = best_;
  std::vector<Candidate> candidates;
  std::set<Duration> delays;
  for (const Duration delay : {milliseconds(10), milliseconds(1), milliseconds(50), seen.usual_delay()}) {
    Scenario given = best_.scenario;
    given.network = plain_network(delay);
    given.messages = seen.given(delay, broken_at);
    if (given.messages.size() <= given_messages_max && delays.insert(delay).second) {
      candidates.push_back({std::move(given), best_.seed});
    }
  }
  if (!take_first("messages", candidates)) return;
  cut_messages();
  // Better one slow link than five slow messages; better five lost messages than some that chance chooses.
  const std::size_t more =
      best_.scenario.messages.size() - std::min(best_.scenario.messages.size(), before.scenario.messages.size());
  if (more > (is_drawn(before.scenario.network) ? 5U : 2U)) best_ = before;
}

/// Whole kinds of message first, then whole links, then one by one.
void Shrinker::cut_messages() {
  const auto cut_by = [&](auto&& group_of) {
    using Group = decltype(group_of(MessageOverride{}));
    const std::vector<MessageOverride> all = best_.scenario.messages;
    std::set<Group> groups;
    for (const MessageOverride& each : all) groups.insert(group_of(each));
    ddmin<Group>({groups.begin(), groups.end()}, [&](const std::vector<std::vector<Group>>& selections) {
      std::vector<Candidate> candidates;
      for (const std::vector<Group>& selection : selections) {
        candidates.push_back(best_);
        candidates.back().scenario.messages = all;
        std::erase_if(candidates.back().scenario.messages, [&](const MessageOverride& each) {
          return std::ranges::find(selection, group_of(each)) == selection.end();
        });
      }
      return take_first("messages", candidates);
    });
  };
  cut_by([](const MessageOverride& each) { return each.message.kind; });
  cut_by([](const MessageOverride& each) { return std::pair(each.message.from, each.message.to); });
  // What a thousand messages do together is not told by them.
  if (best_.scenario.messages.size() <= single_messages_max) cut_list("messages", &Scenario::messages, false);
}

void Shrinker::run() {
  give_what_is_drawn();
  lower_seed();
  for (int round = 0; round < rounds_max && !trials_.is_over(); ++round) {
    const Candidate before = best_;
    sweep(calmer_surroundings);
    cut_lists();
    cut_marketplaces();
    cut_products();
    sweep(milder_buyers);
    sweep(defaults);
    give_buyers();
    cut_list("groups of buyers", &Scenario::buyers, true);
    give_messages();
    sweep(holds_for_slowness);
    sweep(milder_faults);
    sweep(shorter_delays);
    sweep(shorter_waits);
    sweep(rounder_times);
    merge_buyers();
    lower_seed();
    if (best_.scenario == before.scenario && best_.seed == before.seed) return;
  }
}

}  // namespace feira::search
