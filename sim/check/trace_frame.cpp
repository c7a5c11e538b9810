#include "sim/check/trace_frame.hpp"

#include <charconv>
#include <optional>

#include "sim/check/json_writer.hpp"

namespace feira::check {
namespace {

using linearizability::LineScanner;

constexpr std::string_view format_begin = R"({"format":"feira-trace")";
constexpr std::string_view end_begin = R"({"end":"feira-trace")";

std::string hexadecimal(std::uint64_t word) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t place = 16; place-- > 0; word >>= 4U) out[place] = digits[word & 15U];
  return out;
}

std::uint64_t sum_of(std::string_view text) {
  TraceSum sum;
  sum.add(text);
  return sum.value();
}

/// Unsigned, which the scanner's own numbers are not.
std::uint64_t number(LineScanner& scanner, std::string_view line, std::string_view expected) {
  scanner.peek();
  const std::size_t begin = scanner.at();
  scanner.skip();
  const std::string_view word = line.substr(begin, scanner.at() - begin);
  std::uint64_t value = 0;
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
  if (result.ec != std::errc() || result.ptr != word.data() + word.size()) {
    LineScanner::fail(begin, "found " + std::string(word.substr(0, 24)), expected);
  }
  return value;
}

std::uint64_t hexadecimal(LineScanner& scanner) {
  constexpr std::string_view expected = "sixteen hexadecimal digits in quotes";
  scanner.peek();
  const std::size_t begin = scanner.at();
  const std::string_view word = scanner.string(expected);
  std::uint64_t value = 0;
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value, 16);
  if (word.size() != 16 || result.ec != std::errc() || result.ptr != word.data() + word.size()) {
    LineScanner::fail(begin, "found other text", expected);
  }
  return value;
}

/// Calls `member(name)` before each value of the line's one object; it reads the value or leaves it to be passed over.
template <class Member>
void read_object(LineScanner& scanner, std::string_view what, Member&& member) {
  scanner.demand('{', what);
  if (!scanner.take('}')) {
    do {
      const std::string name(scanner.string("the name of a member"));
      scanner.demand(':', "a colon after the name");
      if (!member(name)) scanner.skip();
    } while (scanner.take(','));
    scanner.demand('}', "a comma or the end of the object");
  }
  if (!scanner.at_end()) scanner.fail(scanner.found(), "the end of the line");
}

template <class Value>
const Value& given(const std::optional<Value>& value, std::string_view name) {
  if (!value) LineScanner::fail(0, "\"" + std::string(name) + "\" is missing", "it in this line of a trace");
  return *value;
}

}  // namespace

std::string json_header(const TraceHeader& header, const Names& names) {
  std::string out;
  JsonWriter json(out);
  json.open('{');
  json.member("format", "feira-trace");
  json.member("version", trace_version);
  json.member("feira", header.feira);
  json.member("scenario", header.scenario);
  json.member("seed", header.seed);
  json.member("text", header.text);
  json.member("text-sum", hexadecimal(sum_of(header.text)));
  json.name("marketplaces");
  json.open('[');
  for (const Member& member : names.members) json.value(member.name);
  json.close(']');
  json.name("products");
  json.open('[');
  for (const auto& [id, name] : names.products) {
    json.open('{');
    json.member("id", name);
    json.member("owner", names.of(id.owner));
    json.close('}');
  }
  json.close(']');
  json.close('}');
  out += '\n';
  return out;
}

std::string json_end(const TraceEnd& end, TraceSum before) {
  std::string out;
  JsonWriter json(out);
  json.open('{');
  json.member("end", "feira-trace");
  json.member("events", end.events);
  json.member("digest", hexadecimal(end.digest));
  before.add(out);
  json.member("sum", hexadecimal(before.value()));
  json.close('}');
  out += '\n';
  return out;
}

bool looks_like_trace(std::string_view line) { return line.starts_with(format_begin); }
bool looks_like_end(std::string_view line) { return line.starts_with(end_begin); }

TraceHeader read_header(std::string_view line) {
  LineScanner scanner(line);
  std::optional<std::string> feira;
  std::optional<std::string> scenario;
  std::optional<std::string> text;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> sum;
  bool has_version = false;
  std::size_t text_at = 0;
  read_object(scanner, "the first line of a trace", [&](const std::string& name) {
    if (name == "version") {
      scanner.peek();
      const std::size_t at = scanner.at();
      const std::uint64_t version = number(scanner, line, "a version");
      const std::string of = "a trace of format version " + std::to_string(version);
      if (version > trace_version) LineScanner::fail(at, of + " from a newer feira", "version 2 at most");
      if (version < trace_version) {
        LineScanner::fail(at, of + ", which does not hold its scenario",
                          "version 2, as feira run --trace writes it, or the scenario and --seed in its place");
      }
      return has_version = true;
    }
    if (name == "feira") return feira = scanner.string("a version of feira"), true;
    if (name == "scenario") return scenario = scanner.string("the name of a file"), true;
    if (name == "seed") return seed = number(scanner, line, "a seed"), true;
    if (name == "text") {
      scanner.peek();
      text_at = scanner.at();
      return text = scanner.string("the text of a scenario"), true;
    }
    if (name == "text-sum") return sum = hexadecimal(scanner), true;
    return false;
  });
  if (!has_version) LineScanner::fail(0, "\"version\" is missing", "it in this line of a trace");
  TraceHeader header{given(feira, "feira"), given(scenario, "scenario"), given(text, "text"), given(seed, "seed")};
  if (given(sum, "text-sum") != sum_of(header.text)) {
    LineScanner::fail(text_at, "the text of the scenario was edited",
                      "it as it was run; an edited scenario is another");
  }
  return header;
}

TraceEnd read_end(std::string_view line, TraceSum before, bool& fits) {
  LineScanner scanner(line);
  std::optional<std::uint64_t> events;
  std::optional<std::uint64_t> digest;
  std::optional<std::uint64_t> sum;
  read_object(scanner, "the last line of a trace", [&](const std::string& name) {
    if (name == "events") return events = number(scanner, line, "how many events"), true;
    if (name == "digest") return digest = hexadecimal(scanner), true;
    if (name == "sum") return sum = hexadecimal(scanner), true;
    return false;
  });
  before.add(line.substr(0, line.rfind(R"(,"sum":)")));
  fits = before.value() == given(sum, "sum");
  return {given(events, "events"), given(digest, "digest")};
}

std::uint64_t read_event_number(std::string_view line) {
  LineScanner scanner(line);
  std::optional<std::uint64_t> event;
  read_object(scanner, "an event, or the last line of a trace", [&](const std::string& name) {
    if (name == "number") return event = number(scanner, line, "the number of an event"), true;
    return false;
  });
  return given(event, "number");
}

}  // namespace feira::check
