// Positions: nlohmann's parser calls the builder for each value in the order of the text, but does not say where. All
// that lies between one value's end and the next one's start is blank, a comment, a comma or a colon, so the builder
// walks along: `cursor_` stands at the end of the last value, and skipping those leads to the start of the next.
#include "sim/scenario/document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "sim/scenario/lexis.hpp"

namespace feira::scenario {

namespace {

using Json = nlohmann::json;

/// What the grammar wants at a place, for messages.
enum class Wanted : std::uint8_t { root, nothing_more, key, key_or_end, colon, value, value_or_end, comma_or_end };

class Builder {
 public:
  explicit Builder(const Source& source, std::size_t start) : source_(source), cursor_(start) {}

  // The names and the signatures that nlohmann::json::sax_parse calls.
  bool null() { return leaf(Node::Kind::null, 4); }
  bool boolean(bool value) { return leaf(Node::Kind::boolean, value ? 4 : 5) && (last_->boolean = value, true); }
  bool number_integer(std::int64_t value) { return number(Node::Kind::integer) && (last_->integer = value, true); }
  bool number_unsigned(std::uint64_t value) {
    if (value > INT64_MAX) return number(Node::Kind::large_integer);
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double /*value*/, const std::string& written) {  // allowed: floating-point, the parser's interface
    const bool whole = written.find_first_of(".eE") == std::string::npos;
    return number(whole ? Node::Kind::large_integer : Node::Kind::fraction);
  }
  bool string(std::string& value) {
    const std::size_t start = next_start();
    place(Node::Kind::string, start, string_end(source_.text(), start));
    last_->text = value;
    return true;
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }
  bool key(std::string& word) {
    const std::size_t start = next_start();
    cursor_ = string_end(source_.text(), start);
    open_.back()->members.push_back(Member{word, start, {}});
    after_key_ = true;
    return true;
  }
  bool start_object(std::size_t /*size*/) { return open(Node::Kind::object); }
  bool start_array(std::size_t /*size*/) { return open(Node::Kind::array); }
  bool end_object() {
    drop_duplicates(*open_.back());
    return close();
  }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string& /*last_token*/, const Json::exception& error) {
    explain(position, error.id);
    return false;
  }

  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  Document take() { return Document{std::move(root_), std::move(duplicates_)}; }

 private:
  /// The next value's (or key's) first byte.
  [[nodiscard]] std::size_t next_start() const {
    const std::string_view text = source_.text();
    std::size_t at = skip_blank(text, cursor_);
    while (at < text.size() && (text[at] == ',' || text[at] == ':')) at = skip_blank(text, at + 1);
    return at;
  }

  /// Puts a value into what is open. Nodes that are open stay where they are: only the last of a vector is open, and
  /// its vector grows again only after it is closed.
  void place(Node::Kind kind, std::size_t start, std::size_t end) {
    Node node;
    node.kind = kind;
    node.offset = start;
    if (open_.empty()) {
      root_ = std::move(node);
      last_ = &root_;
    } else if (open_.back()->kind == Node::Kind::object) {
      last_ = &open_.back()->members.back().value;
      *last_ = std::move(node);
    } else {
      last_ = &open_.back()->items.emplace_back(std::move(node));
    }
    cursor_ = end;
    after_key_ = false;
    has_root_ = true;
  }

  bool leaf(Node::Kind kind, std::size_t length) {
    const std::size_t start = next_start();
    place(kind, start, start + length);
    return true;
  }

  bool number(Node::Kind kind) {
    const std::size_t start = next_start();
    const std::size_t end = number_end(source_.text(), start);
    place(kind, start, end);
    last_->text = source_.text().substr(start, end - start);
    return true;
  }

  bool open(Node::Kind kind) {
    const std::size_t start = next_start();
    if (open_.size() == nesting_max) {
      problem_ = source_.problem(start, "nested too deeply", "at most " + std::to_string(nesting_max) + " levels");
      return false;
    }
    place(kind, start, start + 1);
    open_.push_back(last_);
    return true;
  }

  bool close() {
    cursor_ = next_start() + 1;
    open_.pop_back();
    return true;
  }

  void drop_duplicates(Node& object) {
    auto& members = object.members;
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return std::tie(members[a].key, a) < std::tie(members[b].key, b); });
    std::vector<bool> again(members.size());
    bool any = false;
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
      if (members[order[i]].key != members[order[first]].key) {
        first = i;
        continue;
      }
      any = again[order[i]] = true;
      if (duplicates_.size() < duplicates_max) {
        duplicates_.push_back({members[order[i]].key, members[order[i]].offset, members[order[first]].offset});
      }
    }
    if (!any) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (again[i]) continue;
      if (kept != i) members[kept] = std::move(members[i]);
      ++kept;
    }
    members.resize(kept);
  }

  /// The place where the grammar was left and what it wanted there, found by walking from the last good value.
  [[nodiscard]] std::pair<std::size_t, Wanted> failure() const {
    const std::string_view text = source_.text();
    const std::size_t at = skip_blank(text, cursor_);
    const char c = at < text.size() ? text[at] : '\0';
    if (!has_root_) return {at, Wanted::root};
    if (open_.empty()) return {at, Wanted::nothing_more};
    const Node& inside = *open_.back();
    const bool object = inside.kind == Node::Kind::object;
    if (after_key_) return c == ':' ? std::pair{skip_blank(text, at + 1), Wanted::value} : std::pair{at, Wanted::colon};
    const bool first = object ? inside.members.empty() : inside.items.empty();
    if (first) return {at, object ? Wanted::key_or_end : Wanted::value_or_end};
    if (c != ',') return {at, Wanted::comma_or_end};
    return {skip_blank(text, at + 1), object ? Wanted::key : Wanted::value};
  }

  [[nodiscard]] std::string wanted_text(Wanted wanted) const {
    const bool object = !open_.empty() && open_.back()->kind == Node::Kind::object;
    switch (wanted) {
      case Wanted::root:
        return "a scenario: an object in braces";
      case Wanted::nothing_more:
        return "nothing after the scenario's closing brace";
      case Wanted::key:
        return "a key in double quotes";
      case Wanted::key_or_end:
        return "a key in double quotes or '}'";
      case Wanted::colon:
        return "':' after the key";
      case Wanted::value:
        return "a value";
      case Wanted::value_or_end:
        return "a value or ']'";
      case Wanted::comma_or_end:
        return object ? "',' or '}'" : "',' or ']'";
    }
    return {};
  }

  void explain(std::size_t position, int error_id) {
    const auto [at, wanted] = failure();
    const std::string_view text = source_.text();
    const bool wants_string =
        wanted != Wanted::nothing_more && wanted != Wanted::colon && wanted != Wanted::comma_or_end;
    constexpr int number_overflow = 406;
    if (text.substr(at).starts_with("/*")) {
      problem_ = source_.problem(at, "comment is not closed", "*/");
    } else if (error_id == number_overflow) {
      problem_ = source_.problem(at, "number " + token_at(text, at) + " is too large", "a number that fits in 64 bits");
    } else if (at < text.size() && text[at] == '"' && wants_string) {
      explain_string(at, position);
    } else {
      problem_ = source_.problem(at, "unexpected " + token_at(text, at), wanted_text(wanted));
    }
  }

  /// The parser stopped inside the string at `start`, having read `position` bytes; or at a string where it wanted
  /// none.
  void explain_string(std::size_t start, std::size_t position) {
    const std::string_view text = source_.text();
    const std::size_t line_end = std::min(text.find_first_of("\r\n", start), text.size());
    const std::size_t at = std::min(position == 0 ? start : position - 1, text.size());
    if (at >= line_end) {
      problem_ = source_.problem(start, "string is not closed", "a closing double quote on the same line");
    } else if (text[at] == '\t') {
      problem_ = source_.problem(at, "tab inside a string", R"("\t" for a tab)");
    } else {
      problem_ =
          source_.problem(at, "bad escape in a string", R"(one of \" \\ \/ \b \f \n \r \t, or \u and four hex digits)");
    }
  }

  static constexpr std::size_t duplicates_max = 100;

  const Source& source_;
  std::size_t cursor_ = 0;
  bool after_key_ = false;
  bool has_root_ = false;
  Node root_;
  Node* last_ = nullptr;
  std::vector<Node*> open_;
  std::vector<Duplicate> duplicates_;
  std::optional<Problem> problem_;
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::optional<Problem> refuse_at_once(const Source& source, std::size_t start) {
  const std::string_view text = source.text();
  if (text.size() > file_size_max) return source.problem(0, "the file is too large", "at most 16 MiB");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return source.problem(0, "the file is UTF-16", "UTF-8");
  }
  if (const auto bad = find_bad_byte(text)) return source.problem(bad->offset, bad->what, "a scenario as UTF-8 text");
  if (start == text.size()) return source.problem(start, "the file is empty", "a scenario: an object in braces");
  return std::nullopt;
}

}  // namespace

std::pair<std::size_t, std::size_t> Source::line_and_column(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  if (line_start == 0 && before.starts_with(byte_order_mark)) line_start = byte_order_mark.size();
  const std::string_view on_line = before.substr(line_start);
  const auto characters = std::count_if(on_line.begin(), on_line.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {static_cast<std::size_t>(line), 1 + static_cast<std::size_t>(characters)};
}

Problem Source::problem(std::size_t offset, std::string what, std::string expected, std::string_view nearest) const {
  const auto [line, column] = line_and_column(offset);
  return Problem{std::string(file_), line, column, std::move(what), std::move(expected), std::string(nearest)};
}

std::string Source::place(std::size_t offset) const {
  const auto [line, column] = line_and_column(offset);
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::boolean:
      return node.boolean ? "true" : "false";
    case Node::Kind::integer:
      return "the number " + std::to_string(node.integer);
    case Node::Kind::large_integer:
    case Node::Kind::fraction:
      return "the number " + (node.text.size() <= 40 ? node.text : node.text.substr(0, 40) + "...");
    case Node::Kind::string:
      return quote(node.text);
    case Node::Kind::array:
      return "a list";
    case Node::Kind::object:
      return "an object";
  }
  return {};
}

std::variant<Document, Problem> parse_document(const Source& source) {
  const std::string_view text = source.text();
  const std::size_t start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (auto problem = refuse_at_once(source, start)) return std::move(*problem);
  Builder builder(source, start);
  constexpr bool strict = true;
  constexpr bool ignore_comments = true;
  const bool read =
      Json::sax_parse(text.begin(), text.end(), &builder, Json::input_format_t::json, strict, ignore_comments);
  if (!read)
    return builder.problem() ? *builder.problem() : source.problem(0, "not JSON", "a scenario: an object in braces");
  return builder.take();
}

}  // namespace feira::scenario
