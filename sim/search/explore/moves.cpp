#include "sim/search/explore/moves.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "sim/check/directory.hpp"
#include "sim/kernel/require.hpp"

namespace feira::explore {

using check::Property;
using kernel::require;

namespace {

/// Away from zero, which the hasher takes for "never set".
constexpr LocalTime beginning{1'000'000'000};

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9U;
  value = (value ^ value >> 27U) * 0x94D049BB133111EBU;
  return value ^ value >> 31U;
}

}  // namespace

// --- the first state ------------------------------------------------------------------------------------------------

std::vector<Word> Moves::first_state() {
  const Setting& setting = store_.setting;
  const Number start = store_.add_time(beginning);
  Stage stage(setting);
  Outcome outcome;
  Book book;
  std::vector<Site> sites;
  for (Dense i = 0; i < setting.size(); ++i) {
    Site& site = sites.emplace_back(setting, i);
    stage.begin(i, site, book, beginning, outcome);
    stage.start();
    stage.register_products();
  }
  const auto settle = [&] {
    for (Dense i = 0; i < setting.size(); ++i) {
      stage.begin(i, sites[i], book, beginning, outcome);
      if (sites[i].durable < sites[i].made) stage.make_durable();
    }
  };
  settle();
  while (!outcome.sent.empty()) {
    const std::vector<Parcel> parcels = std::exchange(outcome.sent, {});
    for (const Parcel& parcel : parcels) {
      stage.begin(parcel.to, sites[parcel.to], book, beginning, outcome);
      stage.deliver(parcel);
    }
    settle();
  }
  require(outcome.findings.empty(), "nothing is wrong before anybody buys");
  const scenario::ExploreSpec& explore = setting.scenario.explore;
  const Budgets budgets{static_cast<std::uint8_t>(explore.losses), static_cast<std::uint8_t>(explore.duplicates),
                        static_cast<std::uint8_t>(explore.crashes), static_cast<std::uint8_t>(explore.timers)};
  std::vector<Word> first{budgets.word(), start, store_.add(std::move(book))};
  for (Site& site : sites) first.push_back(store_.add(std::move(site), start));
  return first;
}

// --- what can happen ------------------------------------------------------------------------------------------------

void Moves::list(StateView from, std::vector<Choice>& out) {
  const Budgets left = Budgets::of(from[State::budgets_at]);
  for (std::size_t i = messages_at(); i < from.size(); ++i) {
    if (i > messages_at() && from[i] == from[i - 1]) continue;
    const Dense to = store_.parcels[from[i]].value.to;
    out.push_back({Move::deliver, to, from[i], from[i]});
    if (left.losses > 0) out.push_back({Move::lose, to, from[i], from[i]});
    if (left.duplicates > 0) out.push_back({Move::duplicate, to, from[i], from[i]});
  }
  for (Dense i = 0; i < size(); ++i) {
    const SiteEntry& site = store_.sites[from[State::sites_at + i]];
    for (std::uint64_t outside = site.outside; outside != 0; outside &= outside - 1) {
      const auto client = static_cast<std::uint32_t>(std::countr_zero(outside));
      const bool like_before = store_.setting.buyers[site.value.clients[client].buyer].like_the_one_before;
      if (reductions_.symmetry && like_before && (site.outside >> (client - 1) & 1U) != 0) continue;
      out.push_back({Move::ask, i, client, 0});
    }
    for (std::uint32_t hook = 0; hook < site.hooks; ++hook) {
      if (store_.setting.hooks_confirm) out.push_back({Move::confirm, i, hook, 0});
      if (store_.setting.hooks_decline) out.push_back({Move::decline, i, hook, 0});
    }
    if (site.undurable) out.push_back({Move::durable, i, 0, 0});
    if (left.crashes == 0) continue;
    const auto undurable = static_cast<std::uint32_t>(site.value.made - site.value.durable);
    for (std::uint32_t survive = 0; survive <= undurable; ++survive) out.push_back({Move::crash, i, survive, 0});
  }
  if (left.timers > 0) list_timers(from, out);
}

void Moves::list_timers(StateView from, std::vector<Choice>& out) {
  LocalTime earliest = never;
  const LocalTime now = store_.times[from[State::time_at]];
  for (Dense i = 0; i < size(); ++i) {
    earliest = std::min(earliest, std::max(now, store_.sites[from[State::sites_at + i]].wake));
  }
  if (earliest == never) return;
  for (Dense i = 0; i < size(); ++i) {
    if (store_.sites[from[State::sites_at + i]].wake <= earliest) out.push_back({Move::timer, i, 0, 0});
  }
}

bool Moves::rests(StateView state) const {
  if (state.size() > messages_at()) return false;
  for (Dense i = 0; i < size(); ++i) {
    const SiteEntry& site = store_.sites[state[State::sites_at + i]];
    if (site.outside != 0 || site.hooks > 0 || site.undurable) return false;
  }
  return true;
}

// --- making a choice ------------------------------------------------------------------------------------------------

void Moves::put(Number parcel) {
  next_.insert(std::upper_bound(next_.begin() + messages_at(), next_.end(), parcel), parcel);
}

void Moves::take(Number parcel) { next_.erase(std::lower_bound(next_.begin() + messages_at(), next_.end(), parcel)); }

void Moves::make(StateView from, const Choice& choice) {
  next_.assign(from.begin(), from.end());
  findings_.clear();
  Budgets left = Budgets::of(from[State::budgets_at]);
  if (choice.move == Move::lose) {
    --left.losses;
    next_[State::budgets_at] = left.word();
    return take(choice.parcel);
  }
  if (choice.move == Move::duplicate) --left.duplicates;
  if (choice.move == Move::crash) --left.crashes;
  if (choice.move == Move::timer) {
    --left.timers;
    const LocalTime wake = store_.sites[from[State::sites_at + choice.site]].wake;
    if (wake > store_.times[from[State::time_at]]) next_[State::time_at] = store_.add_time(wake);
  }
  next_[State::budgets_at] = left.word();
  if (choice.move == Move::deliver) take(choice.parcel);
  // A second copy does what the first does: it is the first that is delivered, and another stays.
  const Move move = choice.move == Move::duplicate ? Move::deliver : choice.move;
  Word& site = next_[State::sites_at + choice.site];
  const Result result =
      stepper_.step(choice.site, site, next_[State::book_at], next_[State::time_at], move, choice.subject);
  site = result.site;
  next_[State::book_at] = result.book;
  for (const Number parcel : stepper_.sent(result)) put(parcel);
  if (result.outcome != UINT32_MAX) judge(choice.site, stepper_.outcome(result));
  if (reductions_.partial_order) take_dead();
}

void Moves::take_dead() {
  const auto first = next_.begin() + messages_at();
  next_.erase(std::remove_if(first, next_.end(),
                             [&](Number parcel) {
                               const Dense to = store_.parcels[parcel].value.to;
                               return stepper_
                                   .step(to, next_[State::sites_at + to], next_[State::book_at], next_[State::time_at],
                                         Move::deliver, parcel)
                                   .dead;
                             }),
              next_.end());
}

std::vector<Word> Moves::made(StateView from, const Choice& choice) {
  make(from, choice);
  return next_;
}

// --- what concerns several ------------------------------------------------------------------------------------------

void Moves::judge(Dense actor, const Outcome& outcome) {
  findings_.insert(findings_.end(), outcome.findings.begin(), outcome.findings.end());
  for (const Seen& seen : outcome.seen) judge(actor, seen);
}

void Moves::judge(Dense actor, const Seen& seen) {
  const Setting& setting = store_.setting;
  const auto site = [&](Dense i) -> const Site& { return store_.sites[next_[State::sites_at + i]].value; };
  switch (seen.what) {
    case Seen::What::hook_started:
      for (Dense other = 0; other < size(); ++other) {
        if (other == actor) continue;
        for (const Section& section : site(other).watch.sections()) {
          if (section.product != seen.product || !section.inside || section.until <= seen.now) continue;
          findings_.push_back({Property::mutual_exclusion,
                               setting.name(actor) + " started a hook for " + setting.text(seen.product) +
                                   " with token " + check::text(seen.token) + " while " + setting.name(other) +
                                   " was inside with token " + check::text(section.token)});
        }
      }
      return;
    case Seen::What::told: {
      const Decision* made =
          site(setting.dense(seen.product.owner)).watch.decision(seen.product, seen.decision.purchase.key);
      const bool sale = made != nullptr && made->sold();
      if (sale == seen.decision.sold()) return;
      const std::string what =
          "purchase " + check::text(seen.decision.purchase.key) + " of " + setting.text(seen.product);
      findings_.push_back(
          {Property::atomic, sale ? what + " was answered " + check::text(seen.decision.outcome) + " though it is sold"
                                  : what + " was answered sold without a durable sale at the owner"});
      return;
    }
    case Seen::What::decided:
      if (!seen.decision.sold()) return;
      for (Dense other = 0; other < size(); ++other) {
        for (const Client& client : site(other).clients) {
          if (!client.told || client.told->purchase.key != seen.decision.purchase.key || client.told->sold()) continue;
          findings_.push_back({Property::atomic, "the " + setting.buyers[client.buyer].name + " was told " +
                                                     check::text(client.told->outcome) + " and then sold to"});
        }
      }
      return;
    case Seen::What::replica_advanced:
      return judge_replica(actor, seen);
  }
}

void Moves::judge_replica(Dense actor, const Seen& seen) {
  const Setting& setting = store_.setting;
  const Dense owner = setting.dense(seen.difference.owner);
  const std::vector<VersionMade>& versions = store_.sites[next_[State::sites_at + owner]].value.watch.versions();
  const auto made = [&](Version version) {
    return std::ranges::find_if(versions,
                                [&](const VersionMade& v) { return v.state.version == version && v.durable; });
  };
  bool right = made(seen.difference.to) != versions.end();
  for (const Product& product : seen.difference.products) {
    const auto at = made(product.version);
    right = right && at != versions.end() && at->state == product;
  }
  if (right) return;
  findings_.push_back({Property::single_writer, setting.name(actor) + "'s replica of " + setting.name(owner) +
                                                    " took version " + std::to_string(seen.difference.to) +
                                                    ", which its owner did not make so"});
}

// --- at rest --------------------------------------------------------------------------------------------------------

bool Moves::all_well(StateView state) const {
  for (Dense i = 0; i < size(); ++i) {
    if (store_.sites[state[State::sites_at + i]].waits) return false;
    const Marketplace& owner = store_.sites[state[State::sites_at + i]].value.core;
    for (Dense j = 0; j < size(); ++j) {
      if (i != j && !store_.sites[state[State::sites_at + j]].value.core.replica_equals(owner)) return false;
    }
  }
  return true;
}

Findings Moves::judge_rest(StateView rest) {
  if (all_well(rest)) return {};
  const LocalTime end = store_.times[rest[State::time_at]] + store_.setting.scenario.run.settle;
  std::vector<Word> state(rest.begin(), rest.end());
  const Reductions reductions = std::exchange(reductions_, {});
  bool well = false;
  std::vector<Choice> choices;
  while (!well && store_.times[state[State::time_at]] < end) {
    state[State::budgets_at] = 0;
    choices.clear();
    list(state, choices);
    if (choices.empty()) {
      state[State::budgets_at] = Budgets{0, 0, 0, 1}.word();
      list_timers(state, choices);
      if (choices.empty()) break;
    }
    const Choice next = *std::ranges::min_element(choices, {}, [&](const Choice& c) { return rank(c); });
    state = made(state, next);
    well = rests(state) && all_well(state);
  }
  reductions_ = reductions;
  if (well) return {};
  const Setting& setting = store_.setting;
  Findings findings;
  for (Dense i = 0; i < size(); ++i) {
    for (const Client& client : store_.sites[state[State::sites_at + i]].value.clients) {
      if (client.stands != Client::Stands::asked) continue;
      findings.push_back(
          {Property::answered, "the " + setting.buyers[client.buyer].name +
                                   " has no answer, and gets none though time goes on and nothing more is lost"});
    }
  }
  if (findings.empty()) {
    findings.push_back(
        {Property::convergence,
         "a replica stays different from its owner's catalogue though time goes on and nothing more is lost"});
  }
  return findings;
}

// --- telling states and choices apart -------------------------------------------------------------------------------

std::uint64_t Moves::fingerprint(StateView state) {
  const Number time = state[State::time_at];
  std::uint64_t sum = mixed(store_.books[state[State::book_at]].hash + state[State::budgets_at]);
  for (Dense i = 0; i < size(); ++i) {
    sum += mixed(stepper_.relative_site(state[State::sites_at + i], time) + 0x9E3779B97F4A7C15U * (i + 1));
  }
  for (std::size_t i = messages_at(); i < state.size(); ++i) {
    sum += mixed(stepper_.relative_parcel(state[i], time) ^ 0xD1B54A32D192ED03U);
  }
  sum = mixed(sum);
  return sum == 0 ? 1 : sum;
}

std::uint64_t Moves::rank(const Choice& choice) const {
  const bool about_parcel = choice.move == Move::deliver || choice.move == Move::lose || choice.move == Move::duplicate;
  const std::uint64_t what =
      about_parcel ? store_.parcels[choice.parcel].exact >> 8U : std::uint64_t{choice.site} << 32U | choice.subject;
  return std::uint64_t{static_cast<std::uint8_t>(choice.move)} << 56U | what;
}

}  // namespace feira::explore
