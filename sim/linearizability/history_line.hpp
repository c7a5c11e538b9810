// One line of a history, understood: {"index":0,"process":2,"type":"invoke","f":"write","value":7}.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/linearizability/history.hpp"
#include "sim/linearizability/line_scanner.hpp"

namespace feira::linearizability {

struct HistoryLine {
  enum class Type : std::uint8_t { invoke, ok, fail, info };
  enum class Kind : std::uint8_t { absent, null, number, pair, text };
  enum Member : unsigned { index_of, process_of, type_of, function_of, value_of, key_of, result_of, initial_of };
  static constexpr unsigned members = 8;

  /// A value as it stands in a line, whatever it is for.
  struct Value {
    Kind kind = Kind::absent;
    bool null = false;  // the first of a pair
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::string text;
  };

  /// Which members there are (a bit for each), and where they begin: bytes from 0.
  std::uint32_t seen = 0;
  std::size_t at[members] = {};

  std::int64_t index = 0;
  std::int64_t process = 0;
  Type type = Type::invoke;
  Function function = Function::read;
  Value value;
  std::string key;
  bool result = false;
  std::int64_t initial = 0;

  [[nodiscard]] bool has(Member member) const { return (seen >> member & 1U) != 0; }

  /// Replaces all by what stands in `text`. Throws a `LineProblem`. Members that are not known are passed over, and so
  /// is `initial` unless `wants_initial`.
  void parse(std::string_view text, Model model, bool wants_initial);

  static constexpr std::string_view expected =
      R"(a JSON object, as in {"index":0,"process":2,"type":"invoke","f":"read","value":null})";
  static constexpr std::string_view initial_expected =
      R"(the stock at first, as in {"initial": 10}, in the first line)";
  /// The member's name in quotes.
  static std::string quoted(Member member);

 private:
  void parse_member(LineScanner& scanner, Model model, bool wants_initial);
  void parse_value(LineScanner& scanner);
  void parse_type(LineScanner& scanner);
  void parse_function(LineScanner& scanner, Model model);
  void parse_initial(LineScanner& scanner);
};

}  // namespace feira::linearizability
