#include "node/api/json_body.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "node/api/refuse.hpp"
#include "node/api/texts.hpp"

namespace feira::node {
namespace {

using nlohmann::json;

constexpr int depth_max = 8;
/// Far above any price, and sums of them stay far below 64 bits.
constexpr std::int64_t minor_max = 1'000'000'000'000;

[[noreturn]] void refuse_json(std::string detail) {
  throw Refuse{{400, "malformed-json", "The body is not the JSON that is expected", std::move(detail)}};
}

/// The parser overwrites members that come twice, and goes as deep as it is led.
class Watch {
 public:
  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    if (depth > depth_max) refuse_json("it is nested more than " + std::to_string(depth_max) + " deep");
    if (event == json::parse_event_t::object_start) seen_.emplace_back();
    if (event == json::parse_event_t::object_end) seen_.pop_back();
    if (event == json::parse_event_t::key && !seen_.back().insert(parsed.get<std::string>()).second) {
      refuse_json("it has the member \"" + parsed.get<std::string>() + "\" twice");
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> seen_;
};

bool is_json(std::string_view content_type) {
  const auto type = content_type.substr(0, content_type.find_first_of("; \t"));
  return http::same_name(type, "application/json");
}

std::string listed(std::initializer_list<std::string_view> members) {
  std::string out;
  for (const auto member : members) out += (out.empty() ? "\"" : ", \"") + std::string(member) + '"';
  return out;
}

void refuse_others(const json& object, std::initializer_list<std::string_view> members) {
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(members, name) == members.end()) {
      refuse_invalid("there is no member \"" + name + "\"; there are " + listed(members));
    }
  }
}

bool is_clean(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

json read_body(const http::Request& request, std::initializer_list<std::string_view> members) {
  if (!is_json(request.headers.get("Content-Type"))) {
    throw Refuse{{415, "not-json", "The body must be JSON", "send it with Content-Type: application/json"}};
  }
  json body;
  try {
    body =
        json::parse(request.body, [watch = Watch()](int depth, json::parse_event_t event, const json& parsed) mutable {
          return watch(depth, event, parsed);
        });
  } catch (const json::parse_error& error) {
    refuse_json("it breaks off or goes wrong at byte " + std::to_string(error.byte));
  } catch (const json::out_of_range&) {
    refuse_json("it has a number that is too large");
  }
  if (!body.is_object()) refuse_json("it is not an object");
  refuse_others(body, members);
  return body;
}

std::optional<std::string> optional_text_in(const json& object, const std::string& member, std::size_t length_max) {
  const auto at = object.find(member);
  if (at == object.end()) return std::nullopt;
  if (!at->is_string()) refuse_invalid("\"" + member + "\" must be text");
  auto text = at->get<std::string>();
  if (text.size() > length_max) {
    refuse_invalid("\"" + member + "\" is longer than " + std::to_string(length_max) + " bytes");
  }
  if (!is_clean(text)) refuse_invalid("\"" + member + "\" has control characters");
  return text;
}

std::string text_in(const json& object, const std::string& member, std::size_t length_max) {
  auto text = optional_text_in(object, member, length_max);
  if (!text || text->empty()) refuse_invalid("\"" + member + "\" is missing or empty");
  return std::move(*text);
}

std::optional<std::int64_t> optional_integer_in(const json& object, const std::string& member, std::int64_t least,
                                                std::int64_t most) {
  const auto at = object.find(member);
  if (at == object.end()) return std::nullopt;
  const bool fits = at->is_number_integer() && (!at->is_number_unsigned() || at->get<std::uint64_t>() <= INT64_MAX);
  const auto value = fits ? at->get<std::int64_t>() : 0;
  if (!fits || value < least || value > most) {
    refuse_invalid("\"" + member + "\" must be an integer from " + std::to_string(least) + " to " +
                   std::to_string(most));
  }
  return value;
}

std::int64_t integer_in(const json& object, const std::string& member, std::int64_t least, std::int64_t most) {
  const auto value = optional_integer_in(object, member, least, most);
  if (!value) refuse_invalid("\"" + member + "\" is missing");
  return *value;
}

std::optional<Money> optional_price_in(const json& object, const std::string& member) {
  const auto at = object.find(member);
  if (at == object.end()) return std::nullopt;
  if (!at->is_object()) {
    refuse_invalid("\"" + member + R"(" must be an object such as {"minor": 4990, "currency": "BRL"})");
  }
  refuse_others(*at, {"minor", "currency"});
  const auto currency = read_currency(text_in(*at, "currency", 3));
  if (!currency) refuse_invalid("\"currency\" must be three capital letters, as in ISO 4217");
  return Money{integer_in(*at, "minor", 0, minor_max), *currency};
}

Money price_in(const json& object, const std::string& member) {
  const auto price = optional_price_in(object, member);
  if (!price) refuse_invalid("\"" + member + "\" is missing");
  return *price;
}

}  // namespace feira::node
