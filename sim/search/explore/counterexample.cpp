#include "sim/search/explore/counterexample.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "sim/scenario/stable_order.hpp"
#include "sim/search/explore/story.hpp"

namespace feira::explore {

namespace {

constexpr Duration beat = milliseconds(1);
/// Everybody is up by then and has heard from all, and nobody beats again before a tenth of a second.
constexpr Duration beginning = milliseconds(20);
constexpr Duration when_all_is_over = seconds(1);

Duration rounded_up(Duration duration) { return Duration{(duration.ns + beat.ns - 1) / beat.ns * beat.ns}; }

/// One message on its way in the schedule.
struct Mail {
  Number parcel = 0;
  scenario::MessageAddress address;
  Duration sent;
  std::optional<Duration> came;
  std::optional<Duration> came_again;
  int copies = 1;  // that are in flight
  bool lost = false;
};

class Clockwork {
 public:
  Clockwork(Moves& moves, const std::vector<Word>& first, const Violation& violation)
      : moves_(moves), setting_(moves.store().setting), violation_(violation), state_(first) {
    wakes_.resize(setting_.size());
    for (Dense i = 0; i < setting_.size(); ++i) wakes_[i] = site(i).wake - now();
    undurable_since_.resize(setting_.size());
    hook_ = length_of_hooks(first);
  }

  scenario::Scenario scenario();

 private:
  using Link = std::tuple<scenario::MarketplaceIndex, scenario::MarketplaceIndex, MessageKind>;

  [[nodiscard]] const Site& site(Dense i) const { return moves_.store().sites[state_[State::sites_at + i]].value; }
  [[nodiscard]] LocalTime now() const { return moves_.store().times[state_[State::time_at]]; }
  [[nodiscard]] scenario::MarketplaceIndex index(Dense i) const {
    const auto& names = setting_.scenario.marketplaces;
    return static_cast<scenario::MarketplaceIndex>(std::ranges::find(names, setting_.name(i)) - names.begin());
  }

  Duration length_of_hooks(const std::vector<Word>& first);
  Duration moment_of(const Choice& choice, const Site& before) const;
  void note(const Choice& choice, Duration at);
  void note_sent(const std::vector<Word>& before, const Choice& choice, Duration at);
  Mail& mail(Number parcel);
  void stall(Dense i, Duration until);

  Moves& moves_;
  const Setting& setting_;
  const Violation& violation_;
  std::vector<Word> state_;
  std::vector<Mail> mails_;
  std::map<Link, std::uint32_t> ordinals_;
  std::map<std::pair<Dense, std::uint64_t>, Duration> hook_starts_;  // by marketplace and token
  std::vector<Duration> wakes_;  // when each is woken next, after the beginning of the run
  std::vector<std::optional<Duration>> undurable_since_;
  std::vector<std::pair<std::uint32_t, Duration>> asked_;  // buyers
  std::vector<scenario::Fault> faults_;
  Duration hook_;
  Duration last_;
};

/// As many beats as the hook that has most choices between its start and its end.
Duration Clockwork::length_of_hooks(const std::vector<Word>& first) {
  std::vector<Word> state = first;
  std::map<std::tuple<Dense, IdempotencyKey, FencingToken>, std::int64_t> starts;
  std::int64_t longest = 0;
  std::int64_t step = 0;
  for (const Choice& choice : violation_.path) {
    const Site& before = moves_.store().sites[state[State::sites_at + choice.site]].value;
    if (choice.move == Move::confirm || choice.move == Move::decline) {
      const StartHook& hook = before.hooks[choice.subject].hook;
      longest = std::max(longest, step - starts[{choice.site, hook.purchase.key, hook.token}]);
    }
    state = moves_.made(state, choice);
    for (const Hook& each : moves_.store().sites[state[State::sites_at + choice.site]].value.hooks) {
      starts.try_emplace({choice.site, each.hook.purchase.key, each.hook.token}, step);
    }
    ++step;
  }
  return longest == 0 ? when_all_is_over : beat * longest;
}

Mail& Clockwork::mail(Number parcel) {
  return *std::ranges::find_if(mails_, [&](const Mail& m) { return m.parcel == parcel && m.copies > 0; });
}

Duration Clockwork::moment_of(const Choice& choice, const Site& before) const {
  // A marketplace that crashes is down for a beat before it starts again.
  const Duration next = last_ + beat * (choice.move == Move::crash ? 2 : 1);
  if (choice.move == Move::timer) return std::max(next, rounded_up(wakes_[choice.site]));
  if (choice.move != Move::confirm && choice.move != Move::decline) return next;
  const auto start = hook_starts_.find({choice.site, before.hooks[choice.subject].hook.token.counter});
  return start == hook_starts_.end() ? next : std::max(next, start->second + hook_);
}

void Clockwork::stall(Dense i, Duration until) {
  if (!undurable_since_[i]) return;
  scenario::Fault fault;
  fault.kind = scenario::Fault::Kind::stall;
  fault.at = *undurable_since_[i] - beat / 2;
  fault.length = until - fault.at;
  fault.process = index(i);
  faults_.push_back(fault);
  undurable_since_[i].reset();
}

void Clockwork::note(const Choice& choice, Duration at) {
  switch (choice.move) {
    case Move::deliver:
    case Move::duplicate: {
      Mail& arrived = mail(choice.parcel);
      (arrived.came ? arrived.came_again : arrived.came) = at;
      if (choice.move == Move::deliver) --arrived.copies;
      return;
    }
    case Move::lose: {
      Mail& lost = mail(choice.parcel);
      --lost.copies;
      lost.lost = !lost.came;
      return;
    }
    case Move::ask:
      return asked_.push_back({site(choice.site).clients[choice.subject].buyer, at});
    case Move::durable:
      return stall(choice.site, at);
    case Move::crash: {
      stall(choice.site, at);
      scenario::Fault fault;
      fault.kind = scenario::Fault::Kind::crash;
      fault.at = at - beat;
      fault.length = beat;
      fault.process = index(choice.site);
      const std::uint64_t undurable = site(choice.site).made - site(choice.site).durable;
      fault.keeps = choice.subject == 0           ? scenario::Keeps::synced
                    : choice.subject == undurable ? scenario::Keeps::all
                                                  : scenario::Keeps::any;
      return faults_.push_back(fault);
    }
    case Move::confirm:
    case Move::decline:
    case Move::timer:
      return;
  }
}

void Clockwork::note_sent(const std::vector<Word>& before, const Choice& choice, Duration at) {
  const std::size_t messages = State::sites_at + setting_.size();
  std::vector<Number> sent(state_.begin() + static_cast<std::ptrdiff_t>(messages), state_.end());
  for (std::size_t i = messages; i < before.size(); ++i) {
    const auto was = std::ranges::find(sent, before[i]);
    if (was != sent.end()) sent.erase(was);
  }
  std::ranges::sort(sent, {}, [&](Number each) { return moves_.store().parcels[each].exact; });
  for (const Number each : sent) {
    const Parcel& parcel = moves_.store().parcels[each].value;
    const scenario::MarketplaceIndex from = index(choice.site);
    const MessageKind kind = parcel.message.kind();
    // Before anybody buys, each has told what it sells, and has beaten once.
    const auto products =
        static_cast<std::uint32_t>(std::ranges::count(setting_.scenario.products, from, &scenario::ProductSpec::owner));
    const std::uint32_t already = kind == MessageKind::heartbeat              ? 1
                                  : kind == MessageKind::catalogue_difference ? products
                                                                              : 0;
    std::uint32_t& ordinal = ordinals_.try_emplace({from, index(parcel.to), kind}, already).first->second;
    mails_.push_back({each, {from, index(parcel.to), kind, ++ordinal}, at, {}, {}, 1, false});
  }
}

scenario::Scenario Clockwork::scenario() {
  last_ = beginning - beat;
  for (const Choice& choice : violation_.path) {
    const Site before = site(choice.site);
    const std::vector<Word> from = state_;
    const LocalTime was = now();
    const Duration at = moment_of(choice, before);
    note(choice, at);
    state_ = moves_.made(from, choice);
    if (choice.move != Move::lose) {
      note_sent(from, choice, at);
      const Site& after = site(choice.site);
      for (const Hook& each : after.hooks) hook_starts_.try_emplace({choice.site, each.hook.token.counter}, at);
      if (after.wake != before.wake || was != now()) wakes_[choice.site] = at + (after.wake - now());
      if (after.durable < after.made && !undurable_since_[choice.site]) undurable_since_[choice.site] = at;
    }
    last_ = at;
  }
  for (Dense i = 0; i < setting_.size(); ++i) stall(i, last_ + beat);

  scenario::Scenario file = setting_.scenario;
  file.explore = {};
  file.network = {};
  file.network.delay = {scenario::Spread::Shape::constant, beat, {}};
  file.disk.write = {scenario::Spread::Shape::constant, {}, {}};
  file.hook = {scenario::Spread::Shape::constant, hook_, {}};
  for (scenario::ClockSpec& clock : file.clocks) clock.drift_ppm = 0;
  file.random_faults = {};
  file.reach.clear();
  file.expect = {};
  file.run.seeds = 1;
  file.buyers.clear();
  for (const auto& [which, at] : asked_) {
    const Buyer& buyer = setting_.buyers[which];
    scenario::BuyersSpec& group = file.buyers.emplace_back();
    group.at = {index(buyer.at)};
    group.buy.products = {buyer.product};
    group.buy.quantity_min = group.buy.quantity_max = buyer.purchase.quantity;
    group.start = at;
    group.arrive.window = {};
  }
  for (const Mail& each : mails_) {
    scenario::MessageOverride given{each.address, {}, each.lost, {}};
    const Duration delay = each.came ? *each.came - each.sent : when_all_is_over;
    if (!each.lost && delay != beat) given.delay = delay;
    if (each.came_again) given.again_after = *each.came_again - *each.came;
    if (given.lost || given.delay || given.again_after) file.messages.push_back(given);
  }
  scenario::sort_stably(faults_, [](const scenario::Fault& fault) { return fault.at; });
  file.faults = faults_;
  return file;
}

std::string about(Moves& moves, const std::vector<Word>& first, const Violation& violation) {
  std::string text = "The shortest schedule of " + moves.store().setting.scenario.name + " in which ";
  for (std::size_t i = 0; i < violation.findings.size(); ++i) {
    text += (i > 0 ? "; and " : "") + violation.findings[i].sentence + " (" +
            check::name(violation.findings[i].property) + ")";
  }
  text += ".";
  const std::vector<Told> story = tell(moves, first, violation.path);
  for (std::size_t i = 0; i < story.size(); ++i) text += " " + std::to_string(i + 1) + ": " + story[i].choice + ".";
  std::string single;
  for (const char letter : text) {
    if (letter != ' ' || single.empty() || single.back() != ' ') single += letter;
  }
  return single;
}

}  // namespace

scenario::Scenario as_scenario(Moves& moves, const std::vector<Word>& first, const Violation& violation) {
  scenario::Scenario file = Clockwork(moves, first, violation).scenario();
  file.about = about(moves, first, violation);
  return file;
}

}  // namespace feira::explore
