#include "core/wire/reader.hpp"

#include <algorithm>

namespace feira::wire {

std::string_view Reader::text(Index at, std::string_view expected) {
  if (document_.kind(at) == Kind::text) return document_.text(at);
  fail(at, "must be " + std::string(expected));
  return {};
}

std::uint32_t Reader::number(Index at) {
  if (document_.kind(at) == Kind::number && document_.number(at) <= UINT32_MAX) {
    return static_cast<std::uint32_t>(document_.number(at));
  }
  fail(at, "must be a number from 0 to 4294967295");
  return 0;
}

bool Reader::boolean(Index at) {
  if (document_.kind(at) == Kind::boolean) return document_.number(at) != 0;
  fail(at, "must be true or false");
  return false;
}

std::optional<Fields::Index> Fields::find(std::string_view key) {
  if (reader_.failed()) return std::nullopt;
  asked_.push_back(key);
  const Document& document = reader_.document();
  for (Index i = at_ + 1; i < document.end(at_); i = document.end(i)) {
    if (document.key(i) == key) return i;
  }
  return std::nullopt;
}

std::optional<Fields::Index> Fields::need(std::string_view key) {
  const auto found = find(key);
  if (!found) reader_.fail(at_, "lacks the key \"" + std::string(key) + "\"");
  return found;
}

void Fields::end() {
  if (reader_.failed()) return;
  const Document& document = reader_.document();
  for (Index i = at_ + 1; i < document.end(at_); i = document.end(i)) {
    if (std::ranges::find(asked_, document.key(i)) == asked_.end())
      return reader_.fail(i, "is not a key of this object");
  }
}

}  // namespace feira::wire
