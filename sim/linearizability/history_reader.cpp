#include "sim/linearizability/history_reader.hpp"

#include <utility>

namespace feira::linearizability {
namespace {

// What `value` has to be, in words.
std::string_view value_expected(Function function) {
  switch (function) {
    case Function::buy:
    case Function::restock:
      return "how many pieces, a whole number from 0 up to 63 bits";
    case Function::read:
      return "what was read, a whole number of 64 bits";
    case Function::write:
      return "a whole number of 64 bits";
    case Function::cas:
      return "[from, to], two whole numbers of 64 bits";
    case Function::get:
    case Function::put:
    case Function::append:
      return "a string";
  }
  return "";
}

bool observes(Function function) { return function == Function::read || function == Function::get; }

std::string in_quotes(std::string_view word) { return "\"" + std::string(word.substr(0, 60)) + "\""; }

}  // namespace

HistoryReader::HistoryReader(Model model) : model_(model) { history_.model = model; }

void HistoryReader::take(std::string_view text) {
  ++line_;
  if (line_ >= never) LineScanner::fail(0, "too many lines", "at most 4,294,967,294");
  if (LineScanner(text).at_end()) return;
  now_.parse(text, model_, model_ == Model::stock && !stock_begun_);
  if (model_ == Model::stock && !stock_begun_) return begin_stock();
  demand_members();
  if (now_.has(HistoryLine::index_of)) {
    if (index_seen_ && now_.index <= last_index_) {
      LineScanner::fail(now_.at[HistoryLine::index_of],
                        "index " + std::to_string(now_.index) + " after " + std::to_string(last_index_),
                        "indexes that rise, for the order of lines is the order in time");
    }
    index_seen_ = true;
    last_index_ = now_.index;
  }
  if (now_.type == HistoryLine::Type::invoke) {
    invoke();
  } else {
    answer();
  }
}

History HistoryReader::finish() {
  if (model_ == Model::stock && !stock_begun_)
    LineScanner::fail(0, "the history is empty", HistoryLine::initial_expected);
  if (history_.operations.empty()) LineScanner::fail(0, "the history has no operation", HistoryLine::expected);
  for (Object& object : history_.objects) {
    // Those that failed have a return that cannot be.
    std::erase_if(object.steps, [&](Step step) { return history_.operations[step.operation()].returned == 0; });
  }
  return std::move(history_);
}

void HistoryReader::demand_members() const {
  for (const auto member : {HistoryLine::process_of, HistoryLine::type_of, HistoryLine::function_of}) {
    if (now_.has(member)) continue;
    LineScanner::fail(0, "no " + HistoryLine::quoted(member),
                      std::string(HistoryLine::expected) + ", with process, type and f in every line");
  }
}

// --- what it means ---

void HistoryReader::begin_stock() {
  if (!now_.has(HistoryLine::initial_of)) LineScanner::fail(0, "no \"initial\"", HistoryLine::initial_expected);
  stock_begun_ = true;
  history_.initial = now_.initial;
}

void HistoryReader::invoke() {
  const HistoryLine& line = now_;
  Client& asking = client(line.process);
  if (asking.gone != 0) {
    LineScanner::fail(line.at[HistoryLine::process_of],
                      "process " + std::to_string(line.process) + " is used again after the info in line " +
                          std::to_string(asking.gone),
                      "a new process, for the unknown operation of this one may still be under way");
  }
  if (asking.open != UINT32_MAX) {
    LineScanner::fail(
        line.at[HistoryLine::process_of], "process " + std::to_string(line.process) + " invokes again",
        "first an answer to its operation of line " + std::to_string(history_.operations[asking.open].invoked));
  }
  if (history_.operations.size() >= operations_max)
    LineScanner::fail(0, "too many operations", "at most 2,147,483,647");
  if (model_ == Model::kv && !now_.has(HistoryLine::key_of))
    LineScanner::fail(0, "no \"key\"", R"(a key, as in "key":"3")");
  const std::uint32_t of = object();
  const auto number = static_cast<std::uint32_t>(history_.operations.size());
  Operation& operation = history_.operations.emplace_back();
  operation.invoked = static_cast<Place>(line_);
  operation.process = client_numbers_.find(line.process)->second;
  operation.function = line.function;
  check_invoked_value(operation);
  if (operation.function == Function::restock) bring(of, operation.a);
  object_of_.push_back(of);
  asking.open = number;
  history_.objects[of].steps.push_back(Step::invoke(number));
}

void HistoryReader::check_invoked_value(Operation& operation) {
  const HistoryLine::Value& given = now_.value;
  const Function function = operation.function;
  const std::string_view expected = value_expected(function);
  if (observes(function)) {
    if (given.kind != HistoryLine::Kind::absent && given.kind != HistoryLine::Kind::null) {
      LineScanner::fail(now_.at[HistoryLine::value_of], "a value before it was read",
                        "null, or no value, in the invoke of a read or get");
    }
    return;
  }
  if (given.kind == HistoryLine::Kind::absent) LineScanner::fail(0, "no \"value\"", expected);
  const bool text = function == Function::put || function == Function::append;
  const HistoryLine::Kind wanted = text                        ? HistoryLine::Kind::text
                                   : function == Function::cas ? HistoryLine::Kind::pair
                                                               : HistoryLine::Kind::number;
  const bool counts = function == Function::buy || function == Function::restock;
  if (given.kind != wanted || (counts && given.a < 0)) {
    LineScanner::fail(now_.at[HistoryLine::value_of], std::string("not what ") + name(function) + " takes", expected);
  }
  operation.null = given.null;
  operation.a = text ? history_.texts.add(given.text) : given.a;
  operation.b = given.b;
}

void HistoryReader::answer() {
  const HistoryLine& line = now_;
  Client& answered = client(line.process);
  if (answered.open == UINT32_MAX) {
    LineScanner::fail(line.at[HistoryLine::type_of],
                      "process " + std::to_string(line.process) + " has nothing open that could end here",
                      "its invoke before this line");
  }
  const std::uint32_t number = answered.open;
  Operation& operation = history_.operations[number];
  const std::string of_invoke = "the same as in its invoke, line " + std::to_string(operation.invoked);
  if (line.function != operation.function) {
    LineScanner::fail(line.at[HistoryLine::function_of],
                      in_quotes(name(line.function)) + " answers " + in_quotes(name(operation.function)), of_invoke);
  }
  Object& of = history_.objects[object_of_[number]];
  if (now_.has(HistoryLine::key_of) && (object_of_[number] == unkeyed_ || line.key != of.key)) {
    LineScanner::fail(line.at[HistoryLine::key_of], "the key differs from its invoke's", of_invoke);
  }
  check_answered_value(operation, line.type == HistoryLine::Type::ok);
  answered.open = UINT32_MAX;
  switch (line.type) {
    case HistoryLine::Type::ok:
      operation.returned = static_cast<Place>(line_);
      of.steps.push_back(Step::answer(number));
      return;
    case HistoryLine::Type::fail:
      operation.returned = 0;
      return;
    default:
      answered.gone = static_cast<Place>(line_);
  }
}

void HistoryReader::check_answered_value(Operation& operation, bool ok) {
  const HistoryLine::Value& given = now_.value;
  const std::string_view expected = value_expected(operation.function);
  if (!observes(operation.function)) {
    const bool given_at_all = given.kind != HistoryLine::Kind::absent && given.kind != HistoryLine::Kind::null;
    if (given_at_all && !same_value(operation)) {
      LineScanner::fail(now_.at[HistoryLine::value_of], "the value differs from its invoke's",
                        "the same as in its invoke, line " + std::to_string(operation.invoked));
    }
    if (!ok) return;
    if (!given_at_all)
      LineScanner::fail(given.kind == HistoryLine::Kind::null ? now_.at[HistoryLine::value_of] : 0, "no \"value\"",
                        expected);
    const bool tells = operation.function == Function::buy || operation.function == Function::cas;
    if (tells && !now_.has(HistoryLine::result_of))
      LineScanner::fail(0, "no \"result\"", "\"result\":true or \"result\":false");
    operation.result = tells && now_.result;
    return;
  }
  if (!ok) return;
  if (given.kind == HistoryLine::Kind::absent) LineScanner::fail(0, "no \"value\"", expected);
  operation.null = model_ == Model::reg && given.kind == HistoryLine::Kind::null;
  const HistoryLine::Kind wanted = operation.null                        ? HistoryLine::Kind::null
                                   : operation.function == Function::get ? HistoryLine::Kind::text
                                                                         : HistoryLine::Kind::number;
  if (given.kind != wanted)
    LineScanner::fail(now_.at[HistoryLine::value_of], std::string("not what ") + name(operation.function) + " gives",
                      expected);
  operation.a = wanted == HistoryLine::Kind::text     ? history_.texts.add(given.text)
                : wanted == HistoryLine::Kind::number ? given.a
                                                      : 0;
}

bool HistoryReader::same_value(const Operation& operation) const {
  const HistoryLine::Value& given = now_.value;
  switch (given.kind) {
    case HistoryLine::Kind::number:
      return model_ != Model::kv && operation.function != Function::cas && given.a == operation.a;
    case HistoryLine::Kind::pair:
      return operation.function == Function::cas && given.null == operation.null && given.b == operation.b &&
             (given.null || given.a == operation.a);
    case HistoryLine::Kind::text:
      return model_ == Model::kv && history_.texts[operation.a] == given.text;
    default:
      return false;
  }
}

// The stock never leaves 64 bits, whatever order the operations come in.
void HistoryReader::bring(std::uint32_t of, std::int64_t pieces) {
  if (pieces > INT64_MAX - brought_[of]) {
    LineScanner::fail(now_.at[HistoryLine::value_of], "more stock than 64 bits can count",
                      "restocks that add up to less than 2^63 with the stock at first");
  }
  brought_[of] += pieces;
}

HistoryReader::Client& HistoryReader::client(std::int64_t number) {
  const auto [at, is_new] = client_numbers_.try_emplace(number, static_cast<std::uint32_t>(clients_.size()));
  if (is_new) {
    clients_.emplace_back();
    history_.processes.push_back(number);
  }
  return clients_[at->second];
}

std::uint32_t HistoryReader::object() {
  const auto number = static_cast<std::uint32_t>(history_.objects.size());
  if (!now_.has(HistoryLine::key_of)) {
    if (unkeyed_ != UINT32_MAX) return unkeyed_;
    unkeyed_ = number;
  } else {
    const auto known = objects_by_key_.find(std::string_view(now_.key));
    if (known != objects_by_key_.end()) return known->second;
    objects_by_key_.emplace(now_.key, number);
    history_.keyed = true;
  }
  history_.objects.push_back({now_.has(HistoryLine::key_of) ? now_.key : std::string(), {}});
  brought_.push_back(history_.initial);
  return number;
}

}  // namespace feira::linearizability
