#include "sim/search/failure.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

#include "core/effect.hpp"

namespace feira::search {

namespace {

using check::EventKind;

constexpr std::array<std::string_view, 8> answer_words{"decided",     "pending",        "not-accepted", "misuse",
                                                       "change-made", "change-refused", "unknown",      "member-noted"};
static_assert(answer_words.size() == std::variant_size_v<Answer>);
constexpr std::array<std::string_view, 3> invocation_words{"buy", "cancel", "change"};

std::uint8_t detail_of(const check::Event& event) {
  if (event.message != nullptr) return static_cast<std::uint8_t>(event.message->kind());
  if (event.record != nullptr) return static_cast<std::uint8_t>(event.record->kind());
  if (event.reply != nullptr) return static_cast<std::uint8_t>(event.reply->answer.index());
  if (event.invocation != nullptr) return static_cast<std::uint8_t>(event.invocation->kind);
  return 0;
}

std::string_view detail_word(EventKind event, std::uint8_t detail) {
  switch (event) {
    case EventKind::send:
    case EventKind::depart:
    case EventKind::receive:
    case EventKind::drop:
    case EventKind::detain:
      return name(static_cast<MessageKind>(detail));
    case EventKind::record:
      return name(static_cast<RecordKind>(detail));
    case EventKind::answer:
      return answer_words[detail];
    case EventKind::invoke:
      return invocation_words[detail];
    default:
      return {};
  }
}

}  // namespace

void EventKinds::observe(const check::Event& event) { kinds_.push_back({event.kind, detail_of(event)}); }

std::string EventKinds::word(std::uint64_t number) const {
  const Kind kind = kinds_[number - 1];
  const std::string_view detail = detail_word(kind.event, kind.detail);
  // Whether a message left at once or was held back for the disk makes no other kind of failure.
  const EventKind event = kind.event == EventKind::depart ? EventKind::send : kind.event;
  return check::name(event) + (detail.empty() ? std::string() : ' ' + std::string(detail));
}

FailureClass class_of(const check::Violation& violation, const EventKinds& kinds) {
  FailureClass failure{violation.property, {}};
  for (const std::uint64_t number : violation.events) failure.events.push_back(kinds.word(number));
  return failure;
}

std::string text(const FailureClass& failure) {
  std::string out = check::name(failure.property);
  for (std::size_t i = 0; i < failure.events.size(); ++i) {
    out += (i == 0 ? ", by " : i + 1 == failure.events.size() ? " and " : ", ") + failure.events[i];
  }
  return out;
}

bool JudgedRun::fails_by(const FailureClass& failure) const {
  return std::ranges::find(failures, failure) != failures.end();
}

JudgedRun judged_run(const scenario::Scenario& scenario, std::uint64_t seed, const sim::Observers& observers) {
  EventKinds kinds;
  sim::Observers watching = observers;
  watching.event = [&](const check::Event& event) {
    kinds.observe(event);
    if (observers.event) observers.event(event);
  };
  JudgedRun run{sim::run(scenario, seed, watching), {}};
  for (const check::Verdict& verdict : run.result.verdicts) {
    if (verdict.violation) run.failures.push_back(class_of(*verdict.violation, kinds));
  }
  return run;
}

}  // namespace feira::search
