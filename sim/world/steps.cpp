// One step of a marketplace, and its effects.

#include <algorithm>
#include <utility>

#include "sim/kernel/require.hpp"
#include "sim/world/content_hash.hpp"
#include "sim/world/spread.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;
using kernel::require;

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

void World::step(MarketplaceIndex index, const Input& input) {
  effects_.clear();
  Process& process = processes_[index];
  const Incarnation before = process.core.incarnation();
  process.core.step(local(index), input, effects_);
  if (process.clock_set_back) {
    process.clock_set_back = false;
    if (process.core.incarnation() == before) move_leases(index);
  }
  perform(index);
}

/// The trace must show effects in the order in which the step made them, or it would show what happened before a record
/// as having happened after it: what an effect's `after` does not cover was made later.
void World::perform(MarketplaceIndex index) {
  Performed performed;
  RecordNumber next = effects_.first_record;
  for (Record& record : effects_.records) {
    perform_made_before(next++, index, performed);
    perform_record(index, record);
  }
  perform_made_before(UINT64_MAX, index, performed);
  Process& process = processes_[index];
  if (effects_.timer) {
    process.wake_at = *effects_.timer;
    want_alarm(index);
  }
  if (effects_.stopped) stop(index);
}

void World::perform_made_before(RecordNumber record, MarketplaceIndex index, Performed& performed) {
  const auto perform_each = [&](auto& effects, std::size_t& done, auto&& one) {
    for (; done < effects.size() && effects[done].after < record; ++done) one(effects[done]);
  };
  perform_each(effects_.deliveries, performed.deliveries, [&](const Delivery& each) { perform(index, each); });
  perform_each(effects_.sends, performed.sends, [&](Send& each) { perform(index, each); });
  perform_each(effects_.replies, performed.replies, [&](const Reply& each) { perform(index, each); });
  perform_each(effects_.hooks, performed.hooks, [&](const StartHook& each) { perform(index, each); });
}

/// All that this marketplace does at this moment, until it waits for something.
void World::settle(MarketplaceIndex index) {
  Process& process = processes_[index];
  while (process.takes_inputs()) {
    if (own_taken_ < own_.size()) {
      take_own_message(index);
    } else if (process.disk.waiting() && !process.disk.writing() && !refuses_write(index)) {
      begin_write(index);
    } else {
      break;
    }
  }
  own_.clear();
  own_taken_ = 0;
}

void World::take_own_message(MarketplaceIndex index) {
  const kernel::Slot slot = own_[own_taken_++];
  const Envelope& envelope = kernel_.at(slot);
  check::Event received = event(EventKind::receive, index);
  received.peer = envelope.message.from;
  received.id = envelope.id;
  received.last = true;
  received.message = &envelope.message;
  trace_.add(received, 0);
  step(index, MessageArrived{envelope.message});
  kernel_.release(slot);
}

void World::begin_write(MarketplaceIndex index) {
  Process& process = processes_[index];
  const std::uint64_t write = process.disk.begin_write();
  const Duration length = draw(process.write ? *process.write : write_,
                               chance_.bits({.stream = chance::Stream::disk_write, .a = index, .ordinal = write}));
  if (length == Duration{} && !process.is_late(now()) && process.stalled_until <= now()) {
    end_write(index);
  } else {
    set_timer({now().ns + length.ns}, index, Timer{Timer::What::disk, false, 0, process.life, {}});
  }
}

void World::end_write(MarketplaceIndex index) {
  Process& process = processes_[index];
  const RecordNumber through = process.disk.end_write();
  check::Event durable = event(EventKind::durable, index);
  durable.id = through;
  trace_.add(durable, 0);
  step(index, Durable{through});
  process.outbox.release(through, Overloaded{
                                      [&](const HeldSend& send) {
                                        const Envelope& envelope = kernel_.at(send.slot);
                                        check::Event departs = event(EventKind::depart, index);
                                        departs.peer = send.to;
                                        departs.except = send.except;
                                        departs.id = envelope.id;
                                        departs.message = &envelope.message;
                                        trace_.add(departs, 0);
                                        depart(index, send);
                                        kernel_.release(send.slot);
                                      },
                                      [&](const HeldReply& held) { answer(index, held.reply, held.made); },
                                      [&](const StartHook& hook) { start_hook(index, hook); },
                                  });
}

void World::perform_record(MarketplaceIndex index, Record& record) {
  Disk& disk = processes_[index].disk;
  require(effects_.first_record <= disk.appended() + 1, "records are numbered without gaps");
  check::Event made = event(EventKind::record, index);
  made.id = disk.appended() + 1;
  made.record = &record;
  trace_.add(made, content_hash(record));
  const bool joins = record.kind() == RecordKind::joined;
  disk.append(encoding_.on() ? encoding_.kept(record) : std::move(record));
  if (!joins) return;
  check::Event joined = event(EventKind::join, index);
  joined.peer = processes_[index].config.sponsor;
  if (processes_[index].rejoins) joined.label = "rejoin";
  trace_.add(joined, 0);
}

void World::perform(MarketplaceIndex index, const Delivery& delivery) {
  check::Event delivered = event(EventKind::deliver, index);
  delivered.delivery = &delivery;
  trace_.add(delivered, content_hash(delivery));
}

void World::perform(MarketplaceIndex index, Send& send) {
  const kernel::Slot slot = kernel_.acquire();
  Envelope& envelope = kernel_.at(slot);
  envelope.message = std::move(send.message);
  envelope.id = ++messages_;
  check::Event sent = event(EventKind::send, index);
  sent.peer = send.to;
  sent.except = send.except;
  sent.id = envelope.id;
  sent.departed = send.at_once || send.after <= processes_[index].disk.acknowledged();
  sent.message = &envelope.message;
  trace_.add(sent, content_hash(envelope.message));
  if (sent.departed) {
    depart(index, {slot, send.to, send.except});
    kernel_.drop(slot);  // unless copies are under way
  } else {
    kernel_.retain(slot);
    processes_[index].outbox.hold(send.after, HeldSend{slot, send.to, send.except});
  }
}

void World::perform(MarketplaceIndex index, const Reply& reply) {
  Process& process = processes_[index];
  if (reply.at_once || reply.after <= process.disk.acknowledged()) {
    answer(index, reply, 0);
  } else {
    process.outbox.hold(reply.after, HeldReply{reply, trace_.events()});
  }
}

void World::perform(MarketplaceIndex index, const StartHook& hook) {
  Process& process = processes_[index];
  if (hook.after <= process.disk.acknowledged()) {
    start_hook(index, hook);
  } else {
    process.outbox.hold(hook.after, hook);
  }
}

void World::depart(MarketplaceIndex index, const HeldSend& send) {
  const MessageKind kind = kernel_.at(send.slot).message.kind();
  if (send.to == roster_.id(index)) {
    kernel_.retain(send.slot);
    own_.push_back(send.slot);
    return;
  }
  if (encoding_.on()) encoding_.depart(send.slot, kernel_.at(send.slot).message);
  if (send.to != MarketplaceId{}) {
    post(index, roster_.index(send.to), send.slot, kind);
  } else {
    const MarketplaceIndex except = send.except == MarketplaceId{} ? size() : roster_.index(send.except);
    for (const MarketplaceIndex to : audience(index)) {
      if (to != except) post(index, to, send.slot, kind);
    }
  }
}

void World::post(MarketplaceIndex from, MarketplaceIndex to, kernel::Slot slot, MessageKind kind) {
  const Network::Passage passage = network_.depart(from, to, kind, now());
  ++sent_[static_cast<std::size_t>(kind)];
  if (!passage.told.empty()) message_event(passage.told);
  if (const auto& fate = trace_.observers().fate) {
    fate({{from, to, kind, passage.copy.ordinal}, Fate::What::sets_out, passage.delay, now()});
  }
  kernel_.post({now().ns + passage.delay.ns}, from, to, slot, passage.copy.tag());
}

void World::answer(MarketplaceIndex index, const Reply& reply, std::uint64_t made) {
  check::Event answered = event(EventKind::answer, index);
  answered.id = reply.request.value;
  answered.made = made;
  answered.reply = &reply;
  trace_.add(answered, content_hash(reply));
  const Asker asker = requests_[reply.request];
  switch (asker.sort) {
    case Asker::Sort::buying:
      return buyers_.answered(asker.index, Hand::buying, reply, now(), *this);
    case Asker::Sort::cancelling:
      return buyers_.answered(asker.index, Hand::cancelling, reply, now(), *this);
    case Asker::Sort::operating:
      return operators_.answered(asker.index);
  }
}

void World::start_hook(MarketplaceIndex index, const StartHook& hook) {
  const Process& process = processes_[index];
  const bool checks = !process.config.ablations.has(Ablation::hook_start_check);
  const bool counts = local(index) < hook.until && hook.incarnation == process.core.incarnation();
  const bool starts = counts || !checks;
  check::Event begins = event(starts ? EventKind::hook_start : EventKind::hook_skip, index);
  begins.lease_end = process.clock.first_at(hook.until);
  begins.hook = &hook;
  trace_.add(begins, content_hash(hook));
  const std::uint32_t place = running_.put({hook, hooks_.confirms(hook), !starts, index, process.life, false});
  const Duration length = starts ? hooks_.length(hook) : Duration{};
  set_timer({now().ns + length.ns}, index, Timer{Timer::What::hook, false, place, process.life, {}});
}

void World::set_alarm(MarketplaceIndex index, const std::optional<Alarm::Setting>& setting) {
  if (setting) set_timer(setting->at, index, Timer{Timer::What::wake, false, 0, setting->ticket, {}});
}

/// A deadline that the clock has jumped over is due now.
void World::want_alarm(MarketplaceIndex index) {
  Process& process = processes_[index];
  set_alarm(index, process.alarm.want(std::max(process.clock.first_at(process.wake_at), now())));
}

}  // namespace feira::sim
