#include "sim/check/render.hpp"

#include "sim/check/describe.hpp"
#include "sim/check/directory.hpp"

namespace feira::check {
namespace {

std::string padded_left(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string message_of(const Event& event, const Names& names) {
  return event.message == nullptr ? "message " + std::to_string(event.id) : describe(*event.message, names);
}

std::string receiver(const Event& event, const Names& names) {
  if (event.peer != MarketplaceId{}) return names.of(event.peer);
  return event.except == MarketplaceId{} ? "all" : "all but " + names.of(event.except);
}

std::string hook_of(const Event& event, const Names& names) {
  return event.hook == nullptr ? std::string("hook")
                               : "hook " + text(event.hook->purchase.key) + " of " + names.of(event.hook->product) +
                                     ", token " + text(event.hook->token);
}

std::string message_line(const Event& event, const Names& names) {
  const std::string process = names.of(event.process);
  const std::string label = event.label.empty() ? "" : " (" + std::string(event.label) + ")";
  switch (event.kind) {
    case EventKind::send:
      return process + " -> " + receiver(event, names) + "  " + message_of(event, names) +
             (event.departed ? "" : ", held back");
    case EventKind::depart:
      return process + " -> " + receiver(event, names) + "  leaves now: " + message_of(event, names);
    case EventKind::receive:
      return process + " <- " + names.of(event.peer) + "  " + message_of(event, names) + label;
    case EventKind::detain:
      return names.of(event.peer) + " -> " + process + "  waits" + label + ": " + message_of(event, names);
    default:
      return names.of(event.peer) + " -> " + process + "  lost" + label + ": " + message_of(event, names);
  }
}

std::string local_text(const Event& event, const Names& names) {
  switch (event.kind) {
    case EventKind::start:
      return "starts";
    case EventKind::record:
      return event.record == nullptr ? "makes record " + std::to_string(event.id) : describe(*event.record, names);
    case EventKind::durable:
      return "has records up to " + std::to_string(event.id) + " durable";
    case EventKind::hook_start:
      return "starts " + hook_of(event, names) + ", lease until " + render(event.lease_end);
    case EventKind::hook_end:
      return hook_of(event, names) + (event.confirmed ? " confirms" : " declines");
    case EventKind::hook_skip:
      return "does not start " + hook_of(event, names) + ": the lease is over";
    case EventKind::deliver:
      return event.delivery == nullptr ? std::string("delivers") : "delivers " + names.of(event.delivery->interest);
    case EventKind::invoke:
      return (event.invocation == nullptr ? std::string("is asked") : describe(*event.invocation, names)) +
             " (request " + std::to_string(event.id) + ")";
    case EventKind::answer:
      return "answers request " + std::to_string(event.id) + ": " +
             (event.reply == nullptr ? std::string() : describe(event.reply->answer, names));
    case EventKind::crash:
      return "crashes; records up to " + std::to_string(event.id) + " survive";
    case EventKind::recover:
      return "recovers";
    case EventKind::pause:
      return "is paused";
    case EventKind::resume:
      return "goes on";
    case EventKind::fault:
      return "fault: " + std::string(event.label);
    case EventKind::heal:
      return "healed: " + std::string(event.label);
    case EventKind::calm:
      return "calm: every fault has been healed";
    case EventKind::join:
      return "is a member, let in by " + names.of(event.peer);
    case EventKind::leave:
      return "is asked to leave";
    case EventKind::evict:
      return "is told that " + names.of(event.peer) + " is evicted";
    case EventKind::stop:
      return "stops for good: " + std::string(event.label);
    case EventKind::struck:
      return "is struck: " + std::string(event.label);
    case EventKind::lease_moved:
      return "whose clock was changed holds the lease of " + hook_of(event, names) + " until " +
             render(event.lease_end);
    case EventKind::send:
    case EventKind::depart:
    case EventKind::receive:
    case EventKind::drop:
    case EventKind::detain:
      break;
  }
  return {};
}

bool is_message(EventKind kind) {
  return kind == EventKind::send || kind == EventKind::depart || kind == EventKind::receive ||
         kind == EventKind::drop || kind == EventKind::detain;
}

}  // namespace

std::string render(GlobalTime time) {
  const bool negative = time.ns < 0;
  const std::int64_t milliseconds = (negative ? -time.ns : time.ns) / 1'000'000;
  const std::string fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
  return (negative ? "-" : "") + std::to_string(milliseconds / 1000) + "." + fraction + " s";
}

std::string render(const Event& event, const Names& names) {
  const std::string time = padded_left(render(event.time), 10) + "  ";
  if (is_message(event.kind)) return time + message_line(event, names);
  if (event.process == MarketplaceId{}) return time + local_text(event, names);
  return time + padded(names.of(event.process), names.width()) + "  " + local_text(event, names);
}

}  // namespace feira::check
