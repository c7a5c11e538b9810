// Spoilt documents: whatever the bytes, decoding gives a value or an error, and a value that it gives is sound.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "core/wire/wire.hpp"
#include "tests/core/generators.hpp"

namespace feira::wire {
namespace {

/// A decoded value can be encoded again and comes back the same; an error says something.
template <class Value, class Decode>
void check_sound(const std::variant<Value, WireError>& result, Decode decode) {
  if (const auto* error = std::get_if<WireError>(&result)) {
    RC_ASSERT(error->path.starts_with('$'));
    RC_ASSERT(!error->what.empty());
    return;
  }
  const auto again = decode(encode(std::get<Value>(result)));
  RC_ASSERT(std::holds_alternative<Value>(again));
  RC_ASSERT(std::get<Value>(again) == std::get<Value>(result));
}

void decode_both(std::string_view text) {
  check_sound(decode_message(text), decode_message);
  check_sound(decode_record(text), decode_record);
}

std::string some_document() {
  if (*rc::gen::arbitrary<bool>()) {
    return encode(testing::some_message(*rc::gen::inRange<std::size_t>(0, message_kinds)));
  }
  return encode(testing::some_record(*rc::gen::inRange<std::size_t>(0, record_kinds)));
}

RC_GTEST_PROP(WireMutation, ChangedBytesNeverCrash, ()) {
  std::string text = some_document();
  const int changes = *rc::gen::inRange(1, 8);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::element('"', '{', '}', '[', ']', ',', ':', '0'));
    decode_both(text);
  }
}

RC_GTEST_PROP(WireMutation, ADocumentCutAnywhereIsRefused, ()) {
  const std::string text = some_document();
  const auto size = *rc::gen::inRange<std::size_t>(0, text.size());
  const std::string_view cut = std::string_view(text).substr(0, size);
  RC_ASSERT(std::holds_alternative<WireError>(decode_message(cut)));
  RC_ASSERT(std::holds_alternative<WireError>(decode_record(cut)));
}

RC_GTEST_PROP(WireMutation, PartsTakenOutOrRepeatedNeverCrash, ()) {
  std::string text = some_document();
  const auto from = *rc::gen::inRange<std::size_t>(0, text.size());
  const auto size = *rc::gen::inRange<std::size_t>(1, 40);
  const std::string part = text.substr(from, size);
  if (*rc::gen::arbitrary<bool>()) {
    text.erase(from, size);
  } else {
    text.insert(from, part);
  }
  decode_both(text);
}

RC_GTEST_PROP(WireMutation, AnyBytesNeverCrash, (const std::string& bytes)) { decode_both(bytes); }

/// Documents made of the format's own words get further than random bytes do.
RC_GTEST_PROP(WireMutation, AnyJsonOfKnownWordsNeverCrashes, ()) {
  constexpr std::array words{"{",
                             "}",
                             "[",
                             "]",
                             ",",
                             ":",
                             "\"feira\"",
                             "1",
                             "\"1\"",
                             "\"message\"",
                             "\"record\"",
                             "\"body\"",
                             "\"clock\"",
                             "{}",
                             "\"settled\"",
                             "\"voided\"",
                             "\"ranges\"",
                             "null",
                             "\"0000000a\"",
                             "true",
                             "-1"};
  std::string text = "{\"feira\":1";
  const int size = *rc::gen::inRange(0, 60);
  for (int i = 0; i < size; ++i) text += words.at(*rc::gen::inRange<std::size_t>(0, words.size()));
  decode_both(text);
}

}  // namespace
}  // namespace feira::wire
