#include "sim/linearizability/history_line.hpp"

#include <algorithm>
#include <array>

namespace feira::linearizability {
namespace {

constexpr std::array<std::string_view, HistoryLine::members> member_names = {"index", "process", "type",   "f",
                                                                             "value", "key",     "result", "initial"};

struct FunctionName {
  Function function;
  Model model;
};
constexpr std::array<FunctionName, 9> functions = {{{Function::buy, Model::stock},
                                                    {Function::restock, Model::stock},
                                                    {Function::read, Model::stock},
                                                    {Function::read, Model::reg},
                                                    {Function::write, Model::reg},
                                                    {Function::cas, Model::reg},
                                                    {Function::get, Model::kv},
                                                    {Function::put, Model::kv},
                                                    {Function::append, Model::kv}}};

std::string functions_of(Model model) {
  std::string out;
  for (const auto& one : functions) {
    if (one.model == model) out += (out.empty() ? "one of: " : ", ") + std::string(name(one.function));
  }
  return out + " (the model is " + name(model) + ")";
}

std::string in_quotes(std::string_view word) { return "\"" + std::string(word.substr(0, 60)) + "\""; }

}  // namespace

std::string HistoryLine::quoted(Member member) { return in_quotes(member_names[member]); }

void HistoryLine::parse(std::string_view text, Model model, bool wants_initial) {
  seen = 0;
  value.kind = Kind::absent;
  LineScanner scanner(text);
  scanner.demand('{', expected);
  if (!scanner.take('}')) {
    do {
      parse_member(scanner, model, wants_initial);
    } while (scanner.take(','));
    scanner.demand('}', "a comma or }");
  }
  if (!scanner.at_end()) scanner.fail(scanner.found(), "the end of the line after }");
}

void HistoryLine::parse_member(LineScanner& scanner, Model model, bool wants_initial) {
  scanner.peek();
  const std::size_t name_at = scanner.at();
  const std::string_view word = scanner.string("a name in quotes");
  const auto member =
      static_cast<unsigned>(std::find(member_names.begin(), member_names.end(), word) - member_names.begin());
  if (member < members) {
    if (has(static_cast<Member>(member)))
      LineScanner::fail(name_at, in_quotes(word) + " stands here twice", "each name once");
    seen |= 1U << member;
  }
  scanner.demand(':', "a colon");
  scanner.peek();
  if (member < members) at[member] = scanner.at();
  switch (member) {
    case index_of:
      index = scanner.number("the number of the line, a whole number of 64 bits");
      return;
    case process_of:
      process = scanner.number("the number of a process, a whole number of 64 bits");
      return;
    case type_of:
      return parse_type(scanner);
    case function_of:
      return parse_function(scanner, model);
    case value_of:
      return parse_value(scanner);
    case key_of:
      if (scanner.take_word("null")) {
        seen &= ~(1U << key_of);
      } else {
        key = scanner.string("a key, a string");
      }
      return;
    case result_of:
      result = scanner.take_word("true");
      if (!result && !scanner.take_word("false")) scanner.fail(scanner.found(), "true or false");
      return;
    case initial_of:
      if (wants_initial) return parse_initial(scanner);
      break;
    default:
      break;
  }
  scanner.skip();
}

void HistoryLine::parse_initial(LineScanner& scanner) {
  initial = scanner.number(initial_expected);
  if (initial < 0) LineScanner::fail(at[initial_of], "a negative stock", initial_expected);
}

void HistoryLine::parse_type(LineScanner& scanner) {
  static constexpr std::array<std::string_view, 4> types = {"invoke", "ok", "fail", "info"};
  static constexpr std::string_view one_of = "one of: invoke, ok, fail, info";
  const std::string_view word = scanner.string(one_of);
  const auto found = std::find(types.begin(), types.end(), word);
  if (found == types.end()) LineScanner::fail(at[type_of], "unknown type " + in_quotes(word), one_of);
  type = static_cast<Type>(found - types.begin());
}

void HistoryLine::parse_function(LineScanner& scanner, Model model) {
  const std::string_view word = scanner.string("a function, a string");
  for (const FunctionName& one : functions) {
    if (one.model != model || word != name(one.function)) continue;
    function = one.function;
    return;
  }
  LineScanner::fail(at[function_of], "unknown f " + in_quotes(word), functions_of(model));
}

void HistoryLine::parse_value(LineScanner& scanner) {
  static constexpr std::string_view any = "null, a whole number of 64 bits, a string, or [from, to]";
  value.null = false;
  if (scanner.take_word("null")) {
    value.kind = Kind::null;
    return;
  }
  const char next = scanner.peek();
  if (next == '"') {
    value.kind = Kind::text;
    value.text = scanner.string(any);
  } else if (next == '[') {
    value.kind = Kind::pair;
    scanner.take('[');
    value.null = scanner.take_word("null");
    if (!value.null) value.a = scanner.number("[from, to], two whole numbers of 64 bits");
    scanner.demand(',', "[from, to], two whole numbers of 64 bits");
    value.b = scanner.number("[from, to], two whole numbers of 64 bits");
    scanner.demand(']', "[from, to], two whole numbers of 64 bits");
  } else {
    value.kind = Kind::number;
    value.a = scanner.number(any);
  }
}

}  // namespace feira::linearizability
