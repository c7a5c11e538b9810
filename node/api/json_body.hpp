// The JSON that clients send, read strictly: no member twice, no unknown member, integers as integers, text without
// control characters. What is wrong is said with the member's name.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/identity.hpp"
#include "node/http/message.hpp"

namespace feira::node {

/// The object in the body, with no other members than these. Throws `Refuse`: 415 when it is not said to be JSON, 400
/// when it is none, or not an object.
nlohmann::json read_body(const http::Request& request, std::initializer_list<std::string_view> members);

// Each throws `Refuse` when the member is missing or not such a thing; `path` is what the member is called in errors.

std::string text_in(const nlohmann::json& object, const std::string& member, std::size_t length_max);
std::optional<std::string> optional_text_in(const nlohmann::json& object, const std::string& member,
                                            std::size_t length_max);
std::int64_t integer_in(const nlohmann::json& object, const std::string& member, std::int64_t least, std::int64_t most);
std::optional<std::int64_t> optional_integer_in(const nlohmann::json& object, const std::string& member,
                                                std::int64_t least, std::int64_t most);
/// {"minor": 4990, "currency": "BRL"}
Money price_in(const nlohmann::json& object, const std::string& member);
std::optional<Money> optional_price_in(const nlohmann::json& object, const std::string& member);

}  // namespace feira::node
