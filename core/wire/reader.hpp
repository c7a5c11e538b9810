// Takes values of the core's types out of a document. The first thing that is wrong is kept as the error and the rest
// is read without effect, so that the code which says what a message consists of need not ask after every field.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/wire/document.hpp"

namespace feira::wire {

class Reader {
 public:
  using Index = Document::Index;
  using Kind = Document::Kind;

  explicit Reader(const Document& document) : document_(document) {}

  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  [[nodiscard]] std::optional<WireError>& error() { return error_; }
  void fail(Index at, std::string what) {
    if (!failed()) error_ = WireError{document_.path(at), std::move(what)};
  }

  /// The text at `at`; empty, and an error, when it is not one.
  std::string_view text(Index at, std::string_view expected);
  /// A JSON number of at most 32 bits.
  std::uint32_t number(Index at);
  bool boolean(Index at);
  /// Calls `item(index)` for each value of a list.
  template <class Item>
  void list(Index at, Item item) {
    if (document_.kind(at) != Kind::list) return fail(at, "must be a list");
    for (Index i = at + 1; i < document_.end(at) && !failed(); i = document_.end(i)) item(i);
  }
  /// Calls `entry(key, index)` for each value of an object.
  template <class Entry>
  void entries(Index at, Entry entry) {
    if (document_.kind(at) != Kind::object) return fail(at, "must be an object");
    for (Index i = at + 1; i < document_.end(at) && !failed(); i = document_.end(i)) entry(document_.key(i), i);
  }

 private:
  const Document& document_;
  std::optional<WireError> error_;
};

/// The fields of one object: each is asked for by name, and `end` refuses those nobody asked for.
class Fields {
 public:
  using Index = Document::Index;

  Fields(Reader& reader, Index at) : reader_(reader), at_(at) {
    if (reader.document().kind(at) != Document::Kind::object) reader.fail(at, "must be an object");
  }

  [[nodiscard]] Reader& reader() { return reader_; }
  [[nodiscard]] Index at() const { return at_; }

  /// The value of a key that may be left out.
  std::optional<Index> find(std::string_view key);
  /// The value of a key that must be there; an error otherwise.
  std::optional<Index> need(std::string_view key);

  /// `read(Reader&, Index, T&)` is found by the type of the field.
  template <class T>
  Fields& field(std::string_view key, T& out) {
    if (const auto i = need(key)) read(reader_, *i, out);
    return *this;
  }
  template <class T>
  Fields& field(std::string_view key, std::optional<T>& out) {
    if (const auto i = find(key)) read(reader_, *i, out.emplace());
    return *this;
  }

  void end();

 private:
  Reader& reader_;
  Index at_;
  boost::container::small_vector<std::string_view, 12> asked_;
};

}  // namespace feira::wire
