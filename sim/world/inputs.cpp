// What the kernel and the buyers bring becomes inputs of marketplaces.

#include "sim/world/content_hash.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;

void World::on_message(std::uint32_t from, std::uint32_t to, kernel::Slot slot, const Envelope& envelope,
                       std::uint32_t tag, bool last) {
  Copy copy = Copy::of(tag);
  bool overtaken = false;
  if (!copy.accepted) {
    if (network_.detains() && detain(to, from, slot, tag)) return;
    const Network::Arrival arrival = network_.arrive(from, to, envelope.message.kind(), copy, now());
    if (!arrival.told.empty()) message_event(arrival.told);
    if (trace_.observers().fate) tell_fate({from, to, envelope.message.kind(), copy.ordinal}, copy, arrival);
    if (split(from, to, slot, arrival)) last = false;
    if (encoding_.on() && arrival.lost_by == "corrupted") {
      encoding_.damage(slot, network_.corruption(from, to, envelope.message.kind(), copy));
    }
    if (!arrival.lost_by.empty()) return lose(to, envelope, last, arrival.lost_by);
    overtaken = arrival.overtaken;
  }
  const Process& process = processes_[to];
  if (!process.up) return lose(to, envelope, last, "down");
  if (process.stopped) return lose(to, envelope, last, "stopped");
  if (const std::optional<GlobalTime> later = turn(to, copy.queued)) {
    copy.accepted = true;
    kernel_.post({later->ns}, from, to, slot, copy.tag());
    return;
  }
  take(to, slot, envelope, overtaken ? "overtaken" : label(copy.sort), last);
}

void World::tell_fate(const scenario::MessageAddress& message, Copy copy, const Network::Arrival& arrival) {
  const auto& fate = trace_.observers().fate;
  const bool by_chance = arrival.lost_by == "lost" || arrival.lost_by == "corrupted";
  if (copy.sort == Copy::Sort::original && by_chance) fate({message, Fate::What::lost, {}, now()});
  for (const std::optional<Network::Passage>& more : {arrival.duplicate, arrival.late}) {
    if (more) fate({message, Fate::What::comes_again, more->delay, now()});
  }
}

/// Sends the further copies on their way. Returns whether there are any.
bool World::split(MarketplaceIndex from, MarketplaceIndex to, kernel::Slot slot, const Network::Arrival& arrival) {
  for (const std::optional<Network::Passage>& more : {arrival.duplicate, arrival.late}) {
    if (more) kernel_.post({now().ns + more->delay.ns}, from, to, slot, more->copy.tag());
  }
  return arrival.duplicate || arrival.late;
}

void World::take(MarketplaceIndex index, kernel::Slot slot, const Envelope& envelope, std::string_view word,
                 bool last) {
  check::Event received = event(EventKind::receive, index);
  received.peer = envelope.message.from;
  received.id = envelope.id;
  received.last = last;
  received.message = &envelope.message;
  received.label = word;
  trace_.add(received, 0);
  if (encoding_.on()) {
    step_decoded(index, slot, envelope.message);
  } else {
    step(index, MessageArrived{envelope.message});
  }
  settle(index);
}

void World::step_decoded(MarketplaceIndex index, kernel::Slot slot, const Message& sent) {
  const Message decoded = encoding_.arrive(slot, sent);
  step(index, MessageArrived{decoded});
}

void World::lose(MarketplaceIndex index, const Envelope& envelope, bool last, std::string_view why) {
  check::Event lost = event(EventKind::drop, index);
  lost.peer = envelope.message.from;
  lost.id = envelope.id;
  lost.last = last;
  lost.message = &envelope.message;
  lost.label = why;
  trace_.add(lost, 0);
}

/// A copy that finds its way clogged, or its kind on hold, comes again when that is over. Returns whether it does.
bool World::detain(MarketplaceIndex index, MarketplaceIndex from, kernel::Slot slot, std::uint32_t tag) {
  const Envelope& envelope = kernel_.at(slot);
  const auto wait = network_.detained(from, index, envelope.message.kind());
  if (!wait) return false;
  check::Event detained = event(EventKind::detain, index);
  detained.peer = envelope.message.from;
  detained.id = envelope.id;
  detained.message = &envelope.message;
  detained.label = wait->why;
  trace_.add(detained, 0);
  kernel_.post({wait->until.ns}, from, index, slot, tag);
  return true;
}

void World::on_timer(std::uint32_t owner, const Timer& timer) {
  switch (timer.what) {
    case Timer::What::wake:
      return wake(owner, timer);
    case Timer::What::disk:
      return write_ended(owner, timer);
    case Timer::What::hook:
      return hook_ended(owner, timer);
    case Timer::What::buyer:
      if (const std::optional<Question> question = buyers_.due(timer.buyer, now(), *this)) ask(*question);
      return;
    case Timer::What::task:
      if (const auto due = operators_.due(timer.subject, timer.queued, now(), *this)) order(*due);
      return;
    case Timer::What::fault_begins:
      return fault_begins(timer.subject);
    case Timer::What::fault_ends:
      return fault_ends(timer.subject);
    case Timer::What::calm:
      return calm();
    case Timer::What::membership:
      return membership_changes(timer.subject);
    case Timer::What::rejoin:
      if (timer.ticket == processes_[owner].life && processes_[owner].stopped) rejoin(owner);
      return;
    case Timer::What::sponsor:
      return change_sponsor(owner);
    case Timer::What::evict:
      return evict_old(owner, MarketplaceId{timer.subject});
  }
}

bool World::put_off(MarketplaceIndex index, const Timer& timer) {
  Timer again = timer;
  const std::optional<GlobalTime> later = turn(index, again.queued);
  if (later) set_timer(*later, index, again);
  return later.has_value();
}

void World::wake(MarketplaceIndex index, const Timer& timer) {
  // One that fires early is no input: it is set again, and stands in no line.
  const Process& process = processes_[index];
  if ((process.paused_until || process.alarm.is_due(timer.ticket, now())) && put_off(index, timer)) return;
  const Alarm::Fired fired = processes_[index].alarm.fired(timer.ticket, now());
  set_alarm(index, fired.again);
  if (!fired.due) return;
  processes_[index].wake_at = never;
  step(index, TimerFired{});
  settle(index);
}

void World::write_ended(MarketplaceIndex index, const Timer& timer) {
  const Process& process = processes_[index];
  if (timer.ticket != process.life || !process.takes_inputs()) return;
  if (now() < process.stalled_until) {
    struck(index, "write-stalled");
    return set_timer(process.stalled_until, index, timer);
  }
  if (put_off(index, timer)) return;
  end_write(index);
  settle(index);
}

void World::hook_ended(MarketplaceIndex index, const Timer& timer) {
  const Process& process = processes_[index];
  const bool concerns = timer.ticket == process.life && process.takes_inputs();
  if (concerns && put_off(index, timer)) return;
  running_.take(timer.subject);
  running_[timer.subject].ended = true;
  if (!concerns) return;
  const Running ended = running_[timer.subject];
  if (ended.skipped) {
    step(index, HookSkipped{ended.hook.product, ended.hook.purchase.key});
    return settle(index);
  }
  check::Event ends = event(EventKind::hook_end, index);
  ends.hook = &ended.hook;
  ends.confirmed = ended.confirmed;
  trace_.add(ends, content_hash(ended.hook));
  step(index, HookEnded{ended.hook.product, ended.hook.purchase.key, ended.hook.token, ended.confirmed});
  settle(index);
}

void World::ask(const Question& question) {
  if (question.patience_ended) {
    step(question.at, PatienceEnded{question.request});
    return settle(question.at);
  }
  const bool buys = question.hand == Hand::buying;
  check::Invocation invocation;
  invocation.kind = buys ? check::InvocationKind::buy : check::InvocationKind::cancel;
  invocation.client = question.client;
  invocation.product = question.product;
  invocation.purchase = question.purchase;
  invocation.token_from = question.token_from;
  invocation.may_give_up = question.may_give_up;
  check::Event asked = event(EventKind::invoke, question.at);
  asked.id = question.request.value;
  asked.invocation = &invocation;
  trace_.add(asked, content_hash(invocation));
  const std::optional<VectorClock> token =
      question.token != nullptr ? std::optional(*question.token) : std::optional<VectorClock>();
  if (buys) {
    step(question.at, BuyAsked{question.request, question.product, question.purchase, token});
  } else {
    step(question.at, CancelAsked{question.request, question.product, question.purchase.key, token});
  }
  settle(question.at);
}

void World::order(const Operators::Order& order) {
  check::Invocation invocation;
  invocation.kind = check::InvocationKind::change;
  invocation.client = order.client;
  invocation.product = order.product;
  invocation.change = order.change;
  invocation.may_give_up = order.may_give_up;
  check::Event asked = event(EventKind::invoke, order.at);
  asked.id = order.request.value;
  asked.invocation = &invocation;
  trace_.add(asked, content_hash(invocation));
  step(order.at, ChangeAsked{order.request, *order.change});
  settle(order.at);
}

bool World::is_open(MarketplaceIndex at) const {
  return processes_[at].takes_inputs() && processes_[at].core.takes_part();
}

std::optional<GlobalTime> World::turn(MarketplaceIndex at, bool& queued) {
  const Process& process = processes_[at];
  if (!process.is_late(now()) || !process.takes_inputs()) return std::nullopt;
  if (process.paused_until) return process.paused_until;
  if (queued) return std::nullopt;
  queued = true;
  return stand_in_line(at);
}

std::optional<Money> World::price(MarketplaceIndex at, ProductId product) const {
  const Product* shown = processes_[at].core.product(product);
  return shown != nullptr ? std::optional(shown->price) : std::nullopt;
}

bool World::knows(MarketplaceIndex at, ProductId product) const {
  return processes_[at].core.product(product) != nullptr;
}

RequestId World::new_request(BuyerIndex buyer, Hand hand) {
  return requests_.open({hand == Hand::buying ? Asker::Sort::buying : Asker::Sort::cancelling, buyer});
}

RequestId World::new_request(TaskIndex task) { return requests_.open({Asker::Sort::operating, task}); }

void World::set_timer(GlobalTime at, const BuyerTimer& timer) {
  set_timer(at, 0, Timer{Timer::What::buyer, false, 0, 0, timer});
}

void World::set_timer(GlobalTime at, TaskIndex task, bool queued) {
  set_timer(at, 0, Timer{Timer::What::task, queued, task, 0, {}});
}

}  // namespace feira::sim
