#include "sim/search/shrink/milder.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

#include "sim/search/shrink/given_messages.hpp"

namespace feira::search {

using scenario::BuyersSpec;
using scenario::NetworkSpec;
using scenario::Scenario;
using scenario::Spread;

namespace {

constexpr std::array round_milliseconds{1,   2,     5,     10,    20,     50,     100,    200,
                                        500, 1'000, 2'000, 5'000, 10'000, 20'000, 50'000, 100'000};

bool is_round(Duration duration) {
  return std::ranges::any_of(round_milliseconds, [=](int each) { return milliseconds(each) == duration; });
}

using Change = std::function<void(Scenario&)>;

/// What a change makes of a scenario; nothing where it changes nothing.
void add_way(Milder& milder, const Scenario& scenario, const Change& change) {
  Scenario changed = scenario;
  change(changed);
  if (changed != scenario) milder.ways.push_back(std::move(changed));
}

Milder one_of(std::string_view what, const Scenario& scenario, const std::vector<Change>& changes) {
  Milder milder{what, {}};
  for (const Change& change : changes) add_way(milder, scenario, change);
  return milder;
}

/// Each change on its own, in turn.
void add_each(std::vector<Milder>& list, std::string_view what, const Scenario& scenario,
              const std::vector<Change>& changes) {
  for (const Change& change : changes) list.push_back(one_of(what, scenario, {change}));
}

std::vector<Change> protocol_changes() {
  const auto back = [](auto Options::* field) {
    return Change([field](Scenario& scenario) { scenario.protocol.*field = Options{}.*field; });
  };
  return {[](Scenario& scenario) {
            scenario.protocol.lease = Options{}.lease;
            scenario.protocol.lease_cap = Options{}.lease_cap;
            scenario.protocol.heartbeat = Options{}.heartbeat;
          },
          back(&Options::lease_cap),
          back(&Options::suspect_after_heartbeats),
          back(&Options::drift_ppm),
          back(&Options::retransmit),
          back(&Options::void_timeout),
          back(&Options::kept_interests),
          back(&Options::batch_max),
          back(&Options::queue_max),
          back(&Options::tombstones_max)};
}

template <class Value>
Change set(Value Scenario::* field, const Value& value) {
  return [field, value](Scenario& scenario) { scenario.*field = value; };
}

template <class Value>
Change set_network(Value NetworkSpec::* field, const Value& value) {
  return [field, value](Scenario& scenario) { scenario.network.*field = value; };
}

void add_stocks(std::vector<Milder>& list, const Scenario& scenario) {
  for (std::size_t place = 0; place < scenario.products.size(); ++place) {
    Milder stocks{"stock", {}};
    for (const std::int64_t stock : {1, 2, 3, 5, 10, 20, 50, 100}) {
      if (stock >= scenario.products[place].stock) break;
      add_way(stocks, scenario, [=](Scenario& changed) { changed.products[place].stock = stock; });
    }
    list.push_back(std::move(stocks));
  }
}

void add_group(std::vector<Milder>& list, const Scenario& scenario, std::size_t place) {
  const BuyersSpec& group = scenario.buyers[place];
  const auto change = [place](auto BuyersSpec::* field, const auto& value) {
    return Change([=](Scenario& changed) { changed.buyers[place].*field = value; });
  };
  std::vector<Change> counts;
  for (const std::uint32_t count : {1U, 2U, group.count / 2, group.count - 1}) {
    if (count > 0 && count < group.count) counts.push_back(change(&BuyersSpec::count, count));
  }
  list.push_back(one_of("buyers", scenario, counts));
  std::vector<Change> times;
  for (const std::uint32_t number : {1U, 2U, group.arrive.times / 2, group.arrive.times - 1}) {
    if (number == 0 || number >= group.arrive.times) continue;
    times.emplace_back([=](Scenario& changed) { changed.buyers[place].arrive.times = number; });
  }
  list.push_back(one_of("purchases", scenario, times));
  std::vector<Change> homes;
  for (std::size_t at = 0; group.at.size() > 1 && at < group.at.size(); ++at) {
    homes.push_back(change(&BuyersSpec::at, std::vector{group.at[at]}));
  }
  list.push_back(one_of("where buyers ask", scenario, homes));
  std::vector<Change> wishes;
  for (const scenario::ProductIndex product : group.buy.products) {
    wishes.emplace_back([=](Scenario& changed) {
      changed.buyers[place].buy.products = {product};
      changed.buyers[place].buy.hot.reset();
      changed.buyers[place].buy.hot_share = {};
    });
  }
  if (group.buy.products.size() > 1 || group.buy.hot) list.push_back(one_of("wishes", scenario, wishes));
  const BuyersSpec usual;
  scenario::RetrySpec never;
  never.enabled = false;
  add_each(list, "habits of buyers", scenario,
           {[=](Scenario& changed) {
              BuyersSpec& own = changed.buyers[place];
              own.patience = usual.patience;
              own.retry = usual.retry;
              own.cancel = usual.cancel;
              own.cancel_after = usual.cancel_after;
              own.misuse = usual.misuse;
              own.carry_token = false;
            },
            [=](Scenario& changed) {
              changed.buyers[place].cancel = usual.cancel;
              changed.buyers[place].cancel_after = usual.cancel_after;
            },
            change(&BuyersSpec::misuse, usual.misuse), change(&BuyersSpec::carry_token, false),
            change(&BuyersSpec::patience, usual.patience), change(&BuyersSpec::retry, usual.retry),
            [=](Scenario& changed) { changed.buyers[place].retry.elsewhere = false; },
            [=](Scenario& changed) { changed.buyers[place].retry.times_max = 0; },
            [=](Scenario& changed) { changed.buyers[place].retry.after = usual.retry.after; },
            [=](Scenario& changed) { changed.buyers[place].buy.cart = false; },
            [=](Scenario& changed) {
              changed.buyers[place].buy.quantity_min = 1;
              changed.buyers[place].buy.quantity_max = 1;
            }});
}

/// All the moments at which a scenario makes something happen.
std::vector<Duration*> moments(Scenario& scenario) {
  std::vector<Duration*> all;
  for (auto& each : scenario.buyers) all.push_back(&each.start);
  for (auto& each : scenario.faults) all.push_back(&each.at);
  for (auto& each : scenario.changes) all.push_back(&each.at);
  for (auto& each : scenario.membership) all.push_back(&each.at);
  return all;
}

/// Everything from `from` on happens `by` sooner.
Scenario sooner(const Scenario& scenario, Duration from, Duration by) {
  Scenario changed = scenario;
  for (Duration* moment : moments(changed)) {
    if (*moment >= from) *moment = *moment - by;
  }
  return changed;
}

}  // namespace

/// The waits between one moment and the next, the first from the beginning on.
std::vector<Milder> shorter_waits(const Scenario& scenario) {
  std::vector<Milder> list;
  Scenario copy = scenario;
  std::set<Duration> times;
  for (const Duration* moment : moments(copy)) times.insert(*moment);
  Duration before{};
  for (const Duration time : times) {
    Milder waits{"waits", {}};
    const std::vector<Duration> shorter =
        before == Duration{} ? std::vector{seconds(1)} : std::vector{milliseconds(100), milliseconds(500), seconds(1)};
    for (const Duration wait : shorter) {
      if (time - before > wait) waits.ways.push_back(sooner(scenario, time, time - before - wait));
    }
    list.push_back(std::move(waits));
    before = time;
  }
  return list;
}

std::vector<Duration> round_below(Duration duration) {
  std::vector<Duration> below;
  for (const int each : round_milliseconds) {
    if (milliseconds(each) < duration) below.push_back(milliseconds(each));
  }
  return below;
}

std::vector<Duration> rounded(Duration duration) {
  constexpr std::array steps{1'000'000, 500'000, 250'000, 100'000, 50'000, 25'000, 10'000, 5'000, 1'000, 100, 10, 1};
  std::vector<Duration> round;
  if (duration.ns % milliseconds(50).ns == 0) return round;
  for (const int microseconds_each : steps) {
    const std::int64_t step = std::int64_t{1'000} * microseconds_each;
    if (duration.ns % step == 0) break;
    const std::int64_t down = duration.ns / step * step;
    const bool up_first = duration.ns - down > step / 2;
    for (const bool up : {up_first, !up_first}) {
      const Duration each{up ? down + step : down};
      if (std::ranges::find(round, each) == round.end()) round.push_back(each);
    }
  }
  return round;
}

std::vector<Milder> defaults(const Scenario& scenario) {
  const Scenario usual;
  const Money price{1000, Currency{{'B', 'R', 'L', '\0'}}};
  const std::uint64_t seeds = scenario.run.seeds;
  std::vector<Milder> list;
  list.push_back(one_of("settings", scenario,
                        {[&](Scenario& changed) {
                           changed.protocol = Options{};
                           changed.hook = usual.hook;
                           changed.hook_declines = usual.hook_declines;
                           changed.disk = usual.disk;
                           changed.encode = false;
                           changed.run = usual.run;
                           changed.run.seeds = seeds;
                         },
                         [](Scenario& changed) { changed.protocol = Options{}; }}));
  add_each(list, "settings", scenario,
           {set(&Scenario::hook, usual.hook), set(&Scenario::hook_declines, usual.hook_declines),
            set(&Scenario::disk, usual.disk), set(&Scenario::encode, false),
            [&](Scenario& changed) { changed.run.faults_until = usual.run.faults_until; },
            [&](Scenario& changed) { changed.run.settle = usual.run.settle; }});
  add_each(list, "settings", scenario, protocol_changes());
  list.push_back(one_of("prices", scenario, {[&](Scenario& changed) {
                          for (auto& product : changed.products) {
                            product.price = price;
                            product.sku.clear();
                          }
                        }}));
  list.push_back(one_of("clocks", scenario, {[](Scenario& changed) {
                          for (auto& clock : changed.clocks) clock = {};
                        }}));
  for (std::size_t place = 0; place < scenario.clocks.size(); ++place) {
    list.push_back(one_of("clocks", scenario, {[=](Scenario& changed) { changed.clocks[place] = {}; }}));
  }
  add_stocks(list, scenario);
  return list;
}

std::vector<Milder> calmer_surroundings(const Scenario& scenario) {
  const NetworkSpec usual;
  const auto constant = [](int delay) { return Spread{Spread::Shape::constant, milliseconds(delay), {}}; };
  std::vector<Milder> list;
  if (!is_plain(scenario.network)) {
    list.push_back(one_of("trouble of the network", scenario,
                          {set(&Scenario::network, plain_network(milliseconds(10))),
                           set(&Scenario::network, plain_network(milliseconds(1))),
                           set(&Scenario::network, plain_network(milliseconds(50)))}));
  }
  add_each(list, "trouble of the network", scenario,
           {set_network(&NetworkSpec::loss, usual.loss), set_network(&NetworkSpec::duplicate, usual.duplicate),
            set_network(&NetworkSpec::late, usual.late), set_network(&NetworkSpec::late_after, usual.late_after),
            set_network(&NetworkSpec::corrupt, usual.corrupt), set_network(&NetworkSpec::reorder, usual.reorder),
            set_network(&NetworkSpec::fifo, false), set_network(&NetworkSpec::links, usual.links),
            set_network(&NetworkSpec::kinds, usual.kinds)});
  for (std::size_t place = 0; place < scenario.network.links.size(); ++place) {
    list.push_back(one_of("slow links", scenario, {[=](Scenario& changed) {
                            changed.network.links.erase(changed.network.links.begin() +
                                                        static_cast<std::ptrdiff_t>(place));
                          }}));
  }
  if (scenario.network.delay.shape != Spread::Shape::constant || !is_round(scenario.network.delay.low)) {
    list.push_back(
        one_of("delays", scenario,
               {set_network(&NetworkSpec::delay, constant(10)), set_network(&NetworkSpec::delay, constant(1)),
                set_network(&NetworkSpec::delay, constant(50))}));
  }
  return list;
}

std::vector<Milder> milder_buyers(const Scenario& scenario) {
  std::vector<Milder> list;
  std::set<std::vector<scenario::ProductIndex>> wishes;
  for (const BuyersSpec& group : scenario.buyers) wishes.insert(group.buy.products);
  Milder same{"wishes", {}};
  for (scenario::ProductIndex product = 0; wishes.size() > 1 && product < scenario.products.size(); ++product) {
    add_way(same, scenario, [product](Scenario& changed) {
      for (BuyersSpec& group : changed.buyers) {
        group.buy.products = {product};
        group.buy.hot.reset();
        group.buy.hot_share = {};
      }
    });
  }
  list.push_back(std::move(same));
  for (std::size_t place = 0; place < scenario.buyers.size(); ++place) add_group(list, scenario, place);
  return list;
}

std::vector<Milder> rounder_times(const Scenario& scenario) {
  std::vector<Milder> list;
  Scenario copy = scenario;
  const std::vector<Duration*> all = moments(copy);
  for (std::size_t place = 0; place < all.size(); ++place) {
    Milder times{"times", {}};
    for (const Duration time : rounded(*all[place])) {
      add_way(times, scenario, [=](Scenario& changed) { *moments(changed)[place] = time; });
    }
    list.push_back(std::move(times));
  }
  for (std::size_t place = 0; place < scenario.faults.size(); ++place) {
    Milder lengths{"lengths of faults", {}};
    for (const Duration length : rounded(scenario.faults[place].length)) {
      add_way(lengths, scenario, [=](Scenario& changed) { changed.faults[place].length = length; });
    }
    list.push_back(std::move(lengths));
  }
  for (std::size_t place = 0; place < scenario.buyers.size(); ++place) {
    const Spread& after = scenario.buyers[place].cancel_after;
    Milder cancels{"times", {}};
    for (const Duration time : rounded(after.low)) {
      if (after.shape != Spread::Shape::constant) break;
      add_way(cancels, scenario, [=](Scenario& changed) { changed.buyers[place].cancel_after.low = time; });
    }
    list.push_back(std::move(cancels));
  }
  for (std::size_t place = 0; place < scenario.messages.size(); ++place) {
    Milder delays{"delays of messages", {}};
    for (const Duration delay : rounded(scenario.messages[place].delay.value_or(Duration{}))) {
      add_way(delays, scenario, [=](Scenario& changed) { changed.messages[place].delay = delay; });
    }
    for (const Duration delay : rounded(scenario.messages[place].again_after.value_or(Duration{}))) {
      add_way(delays, scenario, [=](Scenario& changed) { changed.messages[place].again_after = delay; });
    }
    list.push_back(std::move(delays));
  }
  return list;
}

}  // namespace feira::search
