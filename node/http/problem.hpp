// Errors as people and programs read them: application/problem+json (RFC 9457).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "node/http/message.hpp"

namespace feira::http {

/// The type of a problem is "urn:feira:problem:" and its word; the title belongs to the word and never varies.
struct Problem {
  int status = 500;
  /// In kebab-case, such as "not-the-owner".
  std::string word;
  std::string title;
  /// What is wrong with this request, for people.
  std::string detail{};
  /// Further members, as text.
  std::vector<std::pair<std::string, std::string>> members{};
  /// Further members, as numbers.
  std::vector<std::pair<std::string, std::int64_t>> numbers{};
};

/// Bytes that are not UTF-8 are replaced.
Response answer(const Problem& problem);

// The problems that the server itself answers.
Problem not_found(std::string_view path);
Problem method_not_allowed(Method method, std::string_view allowed);
Problem internal_error();

}  // namespace feira::http
