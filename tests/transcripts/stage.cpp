#include "tests/transcripts/stage.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace feira::transcripts {

namespace {

constexpr std::int64_t second = 1'000'000'000;
/// A story in which so much happens by itself has run wild.
constexpr int happenings_max = 100'000;

}  // namespace

void Stage::open(const std::vector<std::string>& names, const Options& options, Ablations ablations) {
  Config config;
  config.options = options;
  config.ablations = ablations;
  std::uint32_t id = 0;
  for (const auto& name : names) {
    config.members.push_back({{++id}, name});
    names_.add(MarketplaceId{id}, name);
  }
  for (const Member& member : config.members) {
    config.me = member.id;
    Place& p = places_.emplace(member.id, config).first->second;
    // Far apart, and some before zero.
    p.origin = (member.id.value % 2 == 0 ? -1000 : 1000) * second * member.id.value;
  }
  for (auto& [unused, p] : places_) begin(p);
  settle();
}

std::vector<std::string> Stage::take_lines() { return std::exchange(lines_, {}); }

Stage::Place& Stage::place(MarketplaceId id) { return places_.at(id); }
const Stage::Place& Stage::place(MarketplaceId id) const { return places_.at(id); }

void Stage::say(const std::string& line) {
  if (told_at_ != now_) lines_.push_back("at " + seconds_text(now_));
  told_at_ = now_;
  lines_.push_back(line);
}

RequestId Stage::ask(MarketplaceId at, std::string text, IdempotencyKey key) {
  if (!place(at).up) throw std::runtime_error(names_.of(at) + " is down");
  const std::uint64_t number = questions_.size() + 1;
  questions_[number] = {at, std::move(text), key};
  return {number};
}

void Stage::add_product(MarketplaceId owner, const std::string& name, RegisterProduct registration) {
  std::uint32_t local = 1;
  while (names_.of(ProductId{owner, local}) != "?") ++local;
  names_.add(ProductId{owner, local}, name);
  change(owner, "register " + name, std::move(registration));
}

void Stage::change(MarketplaceId at, const std::string& what, Change change) {
  const RequestId request = ask(at, what, {});
  give(place(at), ChangeAsked{request, std::move(change)});
  settle();
}

void Stage::buy(MarketplaceId at, ProductId product, Purchase purchase, const std::optional<std::string>& token_of) {
  std::optional<VectorClock> token;
  if (token_of) token = tokens_.at(names_.key(*token_of));
  const RequestId request = ask(at, names_.of(purchase.key), purchase.key);
  give(place(at), BuyAsked{request, product, purchase, token});
  settle();
}

void Stage::cancel(MarketplaceId at, ProductId product, IdempotencyKey key) {
  const RequestId request = ask(at, "cancel " + names_.of(key), key);
  give(place(at), CancelAsked{request, product, key, {}});
  settle();
}

void Stage::lose_patience(MarketplaceId at, IdempotencyKey key) {
  for (auto i = questions_.rbegin(); i != questions_.rend(); ++i) {
    if (i->second.at != at || i->second.key != key || !i->second.open) continue;
    give(place(at), PatienceEnded{{i->first}});
    return settle();
  }
  throw std::runtime_error("nobody waits for " + names_.of(key) + " at " + names_.of(at));
}

void Stage::end_hook(MarketplaceId at, IdempotencyKey key, bool confirmed) {
  Place& p = place(at);
  const auto hook = std::ranges::find(p.hooks, key, &OpenHook::key);
  if (hook == p.hooks.end()) throw std::runtime_error(names_.of(at) + " has no hook for " + names_.of(key));
  const OpenHook ended = *hook;
  p.hooks.erase(hook);
  give(p, HookEnded{ended.product, ended.key, ended.token, confirmed});
  settle();
}

Money Stage::price(MarketplaceId at, ProductId id) const {
  const Product* product = place(at).core.product(id);
  return product == nullptr ? Money{1000, {{'B', 'R', 'L'}}} : product->price;
}

void Stage::begin(Place& p) {
  p.up = true;
  Effects effects;
  effects.first_record = p.journal.size() + 1;
  p.core = Marketplace(p.config);
  p.core.start(local(p), p.journal, effects);
  perform(p, std::move(effects));
}

void Stage::give(Place& p, const Input& input) {
  if (!p.up) return;
  Effects effects;
  p.core.step(local(p), input, effects);
  perform(p, std::move(effects));
}

void Stage::perform(Place& p, Effects effects) {
  const std::string me = names_.of(p.config.me);
  std::size_t delivered = 0;
  // Deliveries say after which record they were made.
  const auto say_delivered_before = [&](RecordNumber record) {
    for (; delivered < effects.deliveries.size() && effects.deliveries[delivered].after < record; ++delivered) {
      say(me + " delivers " + text(names_, effects.deliveries[delivered].interest));
    }
  };
  for (Record& record : effects.records) {
    say_delivered_before(p.journal.size() + 1);
    const bool is_told = record.kind() != RecordKind::replica_advanced || !catalogue_flows_;
    if (is_told) say(me + " " + text(names_, record.body) + (p.disk_held ? " (not durable yet)" : ""));
    p.journal.push_back(std::move(record));
  }
  say_delivered_before(UINT64_MAX);
  if (effects.timer) p.timer = effects.timer;
  if (effects.stopped) {
    static constexpr std::array why{"", "its disk was lost or is an old copy", "it was evicted", "it has left"};
    say(me + " stops: " + why.at(static_cast<std::size_t>(p.core.stopped_because())));
    p.up = false;
    return;
  }
  for (auto& send : effects.sends) p.held.emplace_back(std::move(send));
  for (auto& reply : effects.replies) p.held.emplace_back(std::move(reply));
  for (auto& hook : effects.hooks) p.held.emplace_back(std::move(hook));
  if (!p.disk_held && p.durable < p.journal.size()) {
    make_durable(p, p.journal.size());
  } else {
    release(p);
  }
}

void Stage::make_durable(Place& p, std::size_t through) {
  p.durable = through;
  give(p, Durable{through});
}

void Stage::release(Place& p) {
  std::vector<Held> ready;
  std::vector<Held> waiting;
  for (Held& effect : p.held) {
    const RecordNumber after = std::visit([](const auto& e) { return e.after; }, effect);
    (after <= p.durable ? ready : waiting).push_back(std::move(effect));
  }
  p.held = std::move(waiting);
  std::deque<Message> to_itself;
  for (Held& effect : ready) leave(p, std::move(effect), to_itself);
  for (const Message& message : to_itself) give(p, MessageArrived{message});
}

void Stage::leave(Place& p, Held&& effect, std::deque<Message>& to_itself) {
  if (auto* send = std::get_if<Send>(&effect)) return leave(p, *send, to_itself);
  if (const auto* reply = std::get_if<Reply>(&effect)) return leave(p, *reply);
  leave(p, std::get<StartHook>(effect));
}

void Stage::leave(Place& p, Send& send, std::deque<Message>& to_itself) {
  const MarketplaceId from = p.config.me;
  std::string receivers;
  std::vector<MarketplaceId> meant;
  if (send.to != MarketplaceId{}) meant.push_back(send.to);
  for (const MemberEntry& member : p.core.membership().all()) {
    if (send.to == MarketplaceId{} && member.standing == Standing::present && member.id != from &&
        member.id != send.except) {
      meant.push_back(member.id);
    }
  }
  for (const MarketplaceId to : meant) {
    receivers += (receivers.empty() ? "" : ", ") + (to == from ? "itself" : names_.of(to));
    if (to == from) {
      to_itself.push_back(send.message);
    } else if (flows(send.message.kind())) {
      flowing_.push_back({from, to, send.message});
    } else {
      flight_.push_back({from, to, send.message});
    }
  }
  if (flows(send.message.kind()) || receivers.empty()) return;
  std::string lease_end;
  if (const auto* grant = std::get_if<Grant>(&send.message.body)) {
    lease_end = seconds_text(grant->until.ns - place(grant->interest.origin).origin);
  }
  say(names_.of(from) + " -> " + receivers + "  " + text(names_, send.message, lease_end));
}

void Stage::leave(Place& p, const Reply& reply) {
  Question& question = questions_.at(reply.request.value);
  question.open = false;
  tokens_[question.key] = reply.clock;
  say(names_.of(p.config.me) + " answers " + question.text + ": " + text(names_, reply.answer));
}

void Stage::leave(Place& p, const StartHook& start) {
  const std::string what = " the hook of " + names_.of(start.purchase.key) + " token " + text(start.token);
  if (local(p) >= start.until) {
    say(names_.of(p.config.me) + " does not start" + what + ": the lease is over");
    return give(p, HookSkipped{start.product, start.purchase.key});
  }
  say(names_.of(p.config.me) + " starts" + what);
  p.hooks.push_back({start.product, start.purchase.key, start.token});
}

void Stage::hand_over(Copy copy) {
  Place& p = place(copy.to);
  const bool is_told = !flows(copy.message.kind());
  const std::string way = names_.of(copy.to) + " <- " + names_.of(copy.from) + "  " + short_text(names_, copy.message);
  if (std::ranges::find(cuts_, std::pair{copy.from, copy.to}) != cuts_.end()) {
    if (is_told) say(way + " is lost: the link is cut");
  } else if (!p.up) {
    if (is_told) say(way + " is lost: " + names_.of(copy.to) + " is down");
  } else {
    if (is_told) say(way);
    give(p, MessageArrived{copy.message});
  }
}

bool Stage::flows(MessageKind kind) const {
  if (kind == MessageKind::heartbeat) return true;
  return catalogue_flows_ && (kind == MessageKind::catalogue_wanted || kind == MessageKind::catalogue_difference);
}

bool Stage::matches(const Pattern& pattern, const Copy& copy) const {
  return (pattern.from == MarketplaceId{} || pattern.from == copy.from) &&
         (pattern.to == MarketplaceId{} || pattern.to == copy.to) &&
         (pattern.kind.empty() || pattern.kind == name(copy.message.kind()));
}

std::optional<Copy> Stage::take_first(const Pattern& pattern) {
  const auto found = std::ranges::find_if(flight_, [&](const Copy& copy) { return matches(pattern, copy); });
  if (found == flight_.end()) return std::nullopt;
  Copy copy = std::move(*found);
  flight_.erase(found);
  return copy;
}

std::vector<Copy> Stage::take_each(const Pattern& pattern) {
  std::vector<Copy> copies;
  while (auto copy = take_first(pattern)) copies.push_back(std::move(*copy));
  return copies;
}

void Stage::deliver_first(const Pattern& pattern) {
  auto copy = take_first(pattern);
  if (!copy) return say("nothing of the kind is in flight");
  hand_over(std::move(*copy));
  settle();
}

void Stage::deliver_each(const Pattern& pattern) {
  for (Copy& copy : take_each(pattern)) hand_over(std::move(copy));
  settle();
}

void Stage::deliver_all() {
  for (int i = 0; !flight_.empty(); ++i) {
    if (i > happenings_max) throw std::runtime_error("messages go on for ever");
    deliver_first({});
  }
}

void Stage::drop_first(const Pattern& pattern) {
  const auto copy = take_first(pattern);
  if (!copy) return say("nothing of the kind is in flight");
  say("lost: " + names_.of(copy->from) + " -> " + names_.of(copy->to) + "  " + short_text(names_, copy->message));
}

void Stage::drop_each(const Pattern& pattern) {
  for (const Copy& copy : take_each(pattern)) {
    say("lost: " + names_.of(copy.from) + " -> " + names_.of(copy.to) + "  " + short_text(names_, copy.message));
  }
}

void Stage::duplicate(const Pattern& pattern) {
  const auto found = std::ranges::find_if(flight_, [&](const Copy& copy) { return matches(pattern, copy); });
  if (found == flight_.end()) return say("nothing of the kind is in flight");
  flight_.push_back(Copy(*found));
}

void Stage::tell_flight() {
  if (flight_.empty()) return say("nothing is in flight");
  for (const Copy& copy : flight_) {
    say("in flight: " + names_.of(copy.from) + " -> " + names_.of(copy.to) + "  " + short_text(names_, copy.message));
  }
}

void Stage::cut(MarketplaceId from, MarketplaceId to) { cuts_.emplace_back(from, to); }

void Stage::heal() { cuts_.clear(); }

void Stage::free_disk(MarketplaceId id) {
  Place& p = place(id);
  p.disk_held = false;
  if (p.durable < p.journal.size()) sync(id, std::nullopt);
}

void Stage::sync(MarketplaceId id, std::optional<std::size_t> records) {
  Place& p = place(id);
  const std::size_t waiting = p.journal.size() - p.durable;
  const std::size_t count = std::min(records.value_or(waiting), waiting);
  say(names_.of(id) + " has made " + std::to_string(count) + " of " + std::to_string(waiting) + " records durable");
  make_durable(p, p.durable + count);
  settle();
}

void Stage::crash(MarketplaceId id, std::size_t kept) {
  Place& p = place(id);
  const std::size_t waiting = p.journal.size() - p.durable;
  p.journal.resize(p.durable + std::min(kept, waiting));
  say(names_.of(id) + " crashes" +
      (waiting == 0 ? ""
                    : "; " + std::to_string(std::min(kept, waiting)) + " of " + std::to_string(waiting) +
                          " records that were not durable survive"));
  p.durable = p.journal.size();
  p.up = false;
  p.timer.reset();
  p.held.clear();
  p.hooks.clear();
  for (auto& [unused, question] : questions_) question.open = question.open && question.at != id;
}

void Stage::wipe_disk(MarketplaceId id) {
  Place& p = place(id);
  p.journal.clear();
  p.durable = 0;
  say(names_.of(id) + " has lost its disk");
}

void Stage::recover(MarketplaceId id) {
  Place& p = place(id);
  p.origin += 7777 * second;
  begin(p);
  settle();
}

void Stage::newcomer(const std::string& name, MarketplaceId sponsor) {
  const Config& theirs = place(sponsor).config;
  Config config;
  config.options = theirs.options;
  config.ablations = theirs.ablations;
  config.me = MarketplaceId{places_.rbegin()->first.value + 1};
  config.members = {{config.me, name}};
  config.sponsor = sponsor;
  names_.add(config.me, name);
  Place& p = places_.emplace(config.me, config).first->second;
  p.origin = (config.me.value % 2 == 0 ? -1000 : 1000) * second * config.me.value;
  say(name + " comes");
  begin(p);
  settle();
}

void Stage::ask_to_leave(MarketplaceId at) {
  give(place(at), LeaveAsked{ask(at, "leave", {})});
  settle();
}

void Stage::evict(MarketplaceId at, MarketplaceId member) {
  give(place(at), EvictAsked{ask(at, "evict " + names_.of(member), {}), member});
  settle();
}

void Stage::set_clock_back(MarketplaceId id, Duration by) {
  place(id).origin -= by.ns;
  say(names_.of(id) + "'s clock goes back by " + seconds_text(by.ns));
}

void Stage::advance(Duration time) {
  const std::int64_t until = now_ + time.ns;
  settle();
  for (int i = 0; fire_timer(until); ++i) {
    if (i > happenings_max) throw std::runtime_error("timers go on for ever");
    settle();
  }
  now_ = until;
}

void Stage::settle() {
  for (int i = 0;; ++i) {
    if (i > happenings_max) throw std::runtime_error("what happens by itself goes on for ever");
    if (!flowing_.empty()) {
      Copy copy = std::move(flowing_.front());
      flowing_.pop_front();
      if (heartbeats_flow_ || copy.message.kind() != MessageKind::heartbeat) hand_over(std::move(copy));
    } else if (!fire_timer(now_)) {
      return;
    }
  }
}

bool Stage::fire_timer(std::int64_t until) {
  Place* first = nullptr;
  std::int64_t first_time = 0;
  for (auto& [unused, p] : places_) {
    if (!p.up || !p.timer || *p.timer == never) continue;
    const std::int64_t time = std::max(p.timer->ns - p.origin, now_);
    if (time > until || (first != nullptr && time >= first_time)) continue;
    first = &p;
    first_time = time;
  }
  if (first == nullptr) return false;
  now_ = first_time;
  first->timer.reset();
  give(*first, TimerFired{});
  return true;
}

void Stage::show(MarketplaceId id) {
  const Place& p = place(id);
  if (!p.up) return say(names_.of(id) + " is down");
  say(names_.of(id) + " has clock " + text(names_, p.core.clock()) + ", frontier " + text(names_, p.core.frontier()));
}

void Stage::show(ProductId id) {
  for (const auto& [at, p] : places_) {
    const Product* product = p.core.product(id);
    const std::string what = product == nullptr
                                 ? names_.of(id) + " unknown"
                                 : text(names_, *product) + ", version " + std::to_string(product->version);
    say("at " + names_.of(at) + ": " + (p.up ? what : "down"));
  }
}

void Stage::show_quiescent() {
  for (const auto& [id, p] : places_) {
    say(names_.of(id) + (!p.up ? " is down" : p.core.quiescent() ? " is quiet" : " is busy"));
  }
}

}  // namespace feira::transcripts
