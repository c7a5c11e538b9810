// What a fault of one marketplace says beside when, for how long and whom it strikes.
#include "sim/scenario/parts.hpp"
#include "sim/scenario/process_faults.hpp"

namespace feira::scenario {

namespace {

bool read_rate(Reading& reading, const Node* node, std::int64_t& out) { return read_drift(reading, node, out); }

bool read_step(Reading& reading, const Node* node, std::int64_t& out) {
  Duration by;
  if (!read_offset(reading, node, by)) return false;
  if (by == Duration{}) {
    reading.complain(*node, "a step by nothing", R"(how far the clock jumps, as in "+2s" or "-500ms")");
    return false;
  }
  out = by.ns;
  return true;
}

/// One amount, or the least and the most in a list.
template <class Read>
void read_amounts(Reading& reading, const Node* node, RandomFaultSpec& random, Read read) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::array) {
    if (read(reading, node, random.amount_min)) random.amount_max = random.amount_min;
    return;
  }
  if (node->items.size() != 2) {
    reading.complain_of_type(*node, "one value, or a list of the least and the most");
    return;
  }
  const bool low = read(reading, &node->items[0], random.amount_min);
  const bool high = read(reading, &node->items[1], random.amount_max);
  if (low && high && random.amount_max < random.amount_min) {
    reading.complain(node->items[1], "upper bound " + quote(node->items[1].text) + " is below the lower bound",
                     "at least " + node->items[0].text);
  }
}

template <class Spec>
void read_common(Reading& reading, const Object& object, Fault::Kind kind, Spec& spec) {
  switch (kind) {
    case Fault::Kind::crash:
      if (const auto word = read_word(reading, object.find("keeps"), "rest of a crash", keeps_words)) {
        spec.keeps = static_cast<Keeps>(*word);
      }
      return;
    case Fault::Kind::suspend:
      if (const auto word = read_word(reading, object.find("clock"), "clock", clock_words))
        spec.clock_stops = *word == 1;
      return;
    case Fault::Kind::slow:
      read_spread(reading, object.require("step"), spec.each);
      return;
    case Fault::Kind::slow_disk:
      read_spread(reading, object.require("write"), spec.each);
      return;
    default:
      return;
  }
}

/// A word that belongs to another kind of fault.
void refuse_other_details(Reading& reading, const Object& object, const ProcessFault& kind) {
  for (const ProcessFault& other : process_faults()) {
    if (other.detail.empty() || other.kind == kind.kind) continue;
    if (const Node* detail = object.find(other.detail)) {
      reading.complain(*detail, quote(other.detail) + " says nothing about " + quote(kind.word),
                       "it only beside " + quote(other.word));
    }
  }
}

}  // namespace

void read_process_fault(Reading& reading, const Object& object, const ProcessFault& kind, Fault& fault) {
  fault.kind = kind.kind;
  if (const auto process = read_marketplace(reading, object.find(kind.word))) fault.process = *process;
  refuse_other_details(reading, object, kind);
  read_common(reading, object, kind.kind, fault);
  if (kind.kind == Fault::Kind::drift) read_rate(reading, object.require("rate"), fault.amount);
  if (kind.kind == Fault::Kind::clock_step) read_step(reading, object.require("by"), fault.amount);
}

void read_process_fault(Reading& reading, const Object& object, const ProcessFault& kind, RandomFaultSpec& random) {
  read_common(reading, object, kind.kind, random);
  if (kind.kind == Fault::Kind::drift) read_amounts(reading, object.require("rate"), random, read_rate);
  if (kind.kind == Fault::Kind::clock_step) read_amounts(reading, object.require("by"), random, read_step);
}

}  // namespace feira::scenario
