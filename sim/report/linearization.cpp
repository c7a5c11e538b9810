#include "sim/report/linearization.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "sim/report/words.hpp"

namespace feira::report {
namespace {

using linearizability::Answer;
using linearizability::Function;
using linearizability::Model;
using linearizability::OpenOperation;
using linearizability::Operation;
using linearizability::Shown;
using Json = nlohmann::ordered_json;

constexpr std::size_t text_shown_max = 40;

const char* word(Answer answer) {
  switch (answer) {
    case Answer::linearizable:
      return "linearizable";
    case Answer::violated:
      return "not-linearizable";
    case Answer::unknown:
      return "unknown";
  }
  return "";
}

bool observes(const Operation& operation) {
  return operation.function == Function::read || operation.function == Function::get;
}

// Whether a buy or a compare-and-set says how it went.
bool tells(const Operation& operation) {
  return operation.returns() && (operation.function == Function::buy || operation.function == Function::cas);
}

Json value_of(const LinearizationReport& report, const Operation& operation) {
  if (observes(operation) && !operation.returns()) return nullptr;
  if (operation.function == Function::cas) {
    return Json::array({operation.null ? Json(nullptr) : Json(operation.a), operation.b});
  }
  if (operation.null) return nullptr;
  if (report.history.model != Model::kv) return operation.a;
  return std::string(report.history.texts[operation.a]);
}

// A long text is cut in front, where it changes least.
std::string value_text(const LinearizationReport& report, const Operation& operation) {
  if (observes(operation) && !operation.returns()) return "?";
  const Json value = value_of(report, operation);
  if (!value.is_string()) return value.dump();
  const auto text = value.get<std::string>();
  if (text.size() <= text_shown_max) return value.dump();
  std::size_t begin = text.size() - text_shown_max;
  while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return Json("..." + text.substr(begin)).dump();
}

// "buy 3: false".
std::string operation_text(const LinearizationReport& report, const Operation& operation) {
  return std::string(name(operation.function)) + " " + value_text(report, operation) +
         (tells(operation) ? operation.result ? ": true" : ": false" : "");
}

std::string who(const LinearizationReport& report, const Operation& operation) {
  return "process " + std::to_string(report.history.processes[operation.process]);
}

// Rows of three columns, aligned.
class Rows {
 public:
  void add(std::string first, std::string second, std::string third) {
    widest_[0] = std::max(widest_[0], first.size());
    widest_[1] = std::max(widest_[1], second.size());
    rows_.push_back({std::move(first), std::move(second), std::move(third)});
  }
  [[nodiscard]] std::string text(const std::string& indent) const {
    std::string out;
    for (const auto& row : rows_) {
      out += indent + row[0] + std::string(widest_[0] - row[0].size() + 2, ' ') + row[1] +
             std::string(widest_[1] - row[1].size() + 2, ' ') + row[2] + "\n";
    }
    return out;
  }

 private:
  std::vector<std::array<std::string, 3>> rows_;
  std::array<std::size_t, 2> widest_{};
};

std::string standing(const OpenOperation& open, bool culprit) {
  if (culprit) return "<- cannot be placed";
  if (open.done && open.ready) return "may take effect later, or has without a trace, or never will";
  if (open.done) return "has taken effect";
  return "is still to take effect";
}

std::string place(const LinearizationReport& report, const Operation& operation) {
  return "line " + std::to_string(operation.invoked) + "  " + who(report, operation);
}

std::string violation_text(const LinearizationReport& report, const Palette& palette) {
  const auto& violation = *report.judgement.violation;
  const auto& operations = report.history.operations;
  const Operation& culprit = operations[violation.operation];
  const std::string& key = report.history.objects[violation.object].key;
  std::string out = "  " + palette.bad("FAILS") + "   line " + std::to_string(culprit.returned) + ": " +
                    who(report, culprit) + ", " + operation_text(report, culprit) + ", invoked in line " +
                    std::to_string(culprit.invoked) + ", cannot be placed";
  if (report.history.keyed) out += " (key " + Json(key).dump() + ")";
  out += "\n";
  const std::string indent(10, ' ');
  if (violation.story.open.empty())
    return out + indent + "the order of what returned before it took too much memory to tell\n";
  Rows order;
  for (const Shown& shown : violation.story.order) {
    const Operation& operation = operations[shown.operation];
    order.add(place(report, operation), operation_text(report, operation), "-> " + shown.state);
  }
  out += indent + "The " + counted(violation.returned_before, "operation") +
         " that returned before can be put in order; it ends with\n" + order.text(indent + "  ") + indent +
         "The state is then " + violation.story.state + ", and open are\n";
  Rows open;
  for (const OpenOperation& one : violation.story.open) {
    const Operation& operation = operations[one.operation];
    open.add(place(report, operation), operation_text(report, operation),
             standing(one, one.operation == violation.operation));
  }
  out += open.text(indent + "  ");
  if (report.judgement.objects_violated > 1) {
    out += indent + counted(report.judgement.objects_violated, "key") + " fail; this one fails first\n";
  }
  return out;
}

std::string unknown_text(const LinearizationReport& report) {
  const auto& judgement = report.judgement;
  const Operation& operation = report.history.operations[judgement.unknown_operation];
  std::string out = std::string(": ") + judgement.reason;
  if (report.history.keyed) out += " at key " + Json(report.history.objects[judgement.unknown_object].key).dump();
  return out + " (the operation of line " + std::to_string(operation.invoked) + ")";
}

Json operation_json(const LinearizationReport& report, std::uint32_t number) {
  const Operation& operation = report.history.operations[number];
  Json out{{"line", operation.invoked}};
  if (operation.returns()) out["returned"] = operation.returned;
  out["process"] = report.history.processes[operation.process];
  out["f"] = name(operation.function);
  out["value"] = value_of(report, operation);
  if (tells(operation)) out["result"] = operation.result;
  return out;
}

Json violation_json(const LinearizationReport& report) {
  const auto& violation = *report.judgement.violation;
  Json out;
  if (report.history.keyed) out["key"] = report.history.objects[violation.object].key;
  out["operation"] = operation_json(report, violation.operation);
  out["returned_before"] = violation.returned_before;
  out["order"] = Json::array();
  for (const Shown& shown : violation.story.order) {
    Json one = operation_json(report, shown.operation);
    one["state"] = shown.state;
    out["order"].push_back(std::move(one));
  }
  out["state"] = violation.story.state;
  out["open"] = Json::array();
  for (const OpenOperation& open : violation.story.open) {
    Json one = operation_json(report, open.operation);
    one["effect"] = open.done && open.ready ? "free" : open.done ? "taken" : "owed";
    out["open"].push_back(std::move(one));
  }
  return out;
}

std::string judged_text(const LinearizationReport& report) {
  const auto& history = report.history;
  std::string out =
      counted(history.operations.size(), "operation") + ", " + counted(history.processes.size(), "process");
  if (history.keyed) out += ", " + counted(history.objects.size(), "key");
  return out + ", " + counted(report.judgement.steps, "step");
}

}  // namespace

std::string text(const LinearizationReport& report, const Palette& palette) {
  std::string out =
      palette.title(report.file) + "  as a " + name(report.history.model) + "\n  judged  " + judged_text(report) + "\n";
  switch (report.judgement.answer) {
    case Answer::linearizable:
      return out + "  " + palette.good("verdict") + " linearizable\n";
    case Answer::violated:
      return out + violation_text(report, palette) + "  " + palette.bad("verdict") + " not linearizable\n";
    case Answer::unknown:
      return out + "  " + palette.open("verdict") + " unknown" + unknown_text(report) + "\n";
  }
  return out;
}

std::string json(const LinearizationReport& report) {
  const auto& judgement = report.judgement;
  Json out{{"format", "feira-linearizability"},
           {"version", 1},
           {"file", report.file},
           {"model", name(report.history.model)},
           {"verdict", word(judgement.answer)},
           {"operations", report.history.operations.size()},
           {"processes", report.history.processes.size()},
           {"keys", report.history.objects.size()},
           {"steps", judgement.steps}};
  if (judgement.violation) {
    out["keys_violated"] = judgement.objects_violated;
    out["violation"] = violation_json(report);
  }
  if (judgement.answer == Answer::unknown) {
    out["unknown"] = {{"reason", judgement.reason}, {"at", operation_json(report, judgement.unknown_operation)}};
  }
  return out.dump(2) + "\n";
}

}  // namespace feira::report
