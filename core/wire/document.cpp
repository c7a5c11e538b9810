#include "core/wire/document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace feira::wire {

namespace {

/// A key as it may stand in an error: short, and without bytes that would spoil a terminal.
std::string printable(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string out;
  for (const char c : text.substr(0, longest)) out.push_back(c >= ' ' && c <= '~' ? c : '?');
  if (text.size() > longest) out += "...";
  return out;
}

}  // namespace

/// Takes the parser's events. The parser does not recurse, and a false answer ends it.
class Document::Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(Document& document) : document_(document) {}

  [[nodiscard]] std::optional<WireError>& error() { return error_; }

  bool null() override { return add(Kind::null); }
  bool boolean(bool value) override { return add(Kind::boolean, value ? 1 : 0); }
  bool number_integer(number_integer_t) override { return add(Kind::number) && fail("no number here may be negative"); }
  bool number_unsigned(number_unsigned_t value) override { return add(Kind::number, value); }
  bool number_float(number_float_t, const string_t&) override {
    return add(Kind::number) && fail("not a whole number of at most 64 bits");
  }
  bool string(string_t& value) override {
    if (!add(Kind::text)) return false;
    document_.values_.back().text = keep(value);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& value) override {
    key_ = keep(value);
    return true;
  }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::list); }
  bool end_object() override { return keys_differ() && close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error_ = WireError{"$", "not JSON at byte " + std::to_string(position)};
    return false;
  }

 private:
  bool add(Kind kind, std::uint64_t number = 0) {
    auto& values = document_.values_;
    if (values.size() >= document_values_max) {
      error_ = WireError{"$", "more than " + std::to_string(document_values_max) + " values"};
      return false;
    }
    const auto next = static_cast<Index>(values.size() + 1);
    values.push_back(Value{kind, next, key_, Span{}, number});
    key_ = Span{};
    return true;
  }

  bool open(Kind kind) {
    if (!add(kind)) return false;
    if (open_.size() >= document_depth_max) {
      return fail("deeper than " + std::to_string(document_depth_max) + " lists and objects");
    }
    open_.push_back(static_cast<Index>(document_.values_.size() - 1));
    // Until it is closed everything that comes is inside: paths of errors need that.
    document_.values_.back().end = UINT32_MAX;
    return true;
  }

  bool close() {
    document_.values_[open_.back()].end = static_cast<Index>(document_.values_.size());
    open_.pop_back();
    return true;
  }

  bool keys_differ() {
    const auto size = static_cast<Index>(document_.values_.size());
    keys_.clear();
    for (Index i = open_.back() + 1; i < size; i = document_.end(i)) keys_.push_back(i);
    const auto key_of = [this](Index i) { return document_.key(i); };
    std::ranges::sort(keys_, {}, key_of);
    const auto twice = std::ranges::adjacent_find(keys_, {}, key_of);
    if (twice == keys_.end()) return true;
    error_ = WireError{document_.path(open_.back()), "key \"" + printable(key_of(*twice)) + "\" stands twice"};
    return false;
  }

  /// Refuses the value just added.
  bool fail(std::string what) {
    error_ = WireError{document_.path(static_cast<Index>(document_.values_.size() - 1)), std::move(what)};
    return false;
  }

  Span keep(const std::string& text) {
    auto& characters = document_.characters_;
    const Span span{static_cast<std::uint32_t>(characters.size()), static_cast<std::uint32_t>(text.size())};
    characters += text;
    return span;
  }

  Document& document_;
  std::vector<Index> open_;
  std::vector<Index> keys_;
  Span key_;
  std::optional<WireError> error_;
};

std::optional<WireError> Document::read(std::string_view text) {
  values_.clear();
  characters_.clear();
  if (text.size() > document_bytes_max) {
    return WireError{"$", "longer than " + std::to_string(document_bytes_max) + " bytes"};
  }
  Builder builder(*this);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  return std::move(builder.error());
}

std::string Document::path(Index i) const {
  std::string path = "$";
  Index at = 0;
  while (at != i) {
    Index child = at + 1;
    std::size_t position = 0;
    for (; end(child) <= i; child = end(child)) ++position;
    if (kind(at) == Kind::object) {
      path += "." + printable(key(child));
    } else {
      path += "[" + std::to_string(position) + "]";
    }
    at = child;
  }
  return path;
}

}  // namespace feira::wire
