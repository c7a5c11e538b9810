// The target of a request: path and query, decoded once and for all (RFC 3986).
//
// What could mean two things is refused rather than mended: empty, "." and ".." segments, encoded slashes, control
// characters, broken percent-encoding.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/http/message.hpp"

namespace feira::http {

struct Target {
  /// Decoded; always begins with a slash.
  std::string path;
  /// The path cut at its slashes; empty for "/".
  std::vector<std::string> segments;
  NameValues query;
};

/// Nothing when it is not a target that this server answers.
std::optional<Target> read_target(std::string_view text);

/// Percent-decoding, with "+" for a blank when `plus_is_blank`. Nothing when broken or with a control character.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank = false);
/// For a segment of a path or a value of a query.
std::string percent_encoded(std::string_view text);

}  // namespace feira::http
