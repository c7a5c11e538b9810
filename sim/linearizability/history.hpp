// The history of clients, as judged for linearizability: operations from invoke to return, partitioned by key.
//
// An operation is open from its invoke to its return. One whose outcome is unknown (answered `info`, or never) stays
// open for ever: it may take effect at any later time, or never. One answered `fail` did not take place and is left
// out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace feira::linearizability {

/// What the objects are: their states, and which functions there are.
enum class Model : std::uint8_t { stock, reg, kv };
inline constexpr std::size_t model_count = 3;
/// "stock", "register", "kv".
const char* name(Model model);

enum class Function : std::uint8_t {
  // stock
  buy,      // takes `a` pieces if there are so many; `result` says whether
  restock,  // brings `a` pieces
  // stock and register
  read,  // saw `a`
  // register
  write,  // of `a`
  cas,    // from `a` to `b` if the value is `a`; `result` says whether
  // kv; `a` is the number of a text
  get,     // saw `a`
  put,     // of `a`
  append,  // of `a`
};
const char* name(Function function);

/// A place in the order of the history (the number of a line, say); places count from 1.
using Place = std::uint32_t;
/// The return of an operation that never returned.
inline constexpr Place never = UINT32_MAX;

struct Operation {
  Place invoked = 0;
  Place returned = never;
  /// An index into `History::processes`.
  std::uint32_t process = 0;
  Function function = Function::read;
  /// Of a buy and a cas that returned.
  bool result = false;
  /// `a` is null: read from a register never written, or expected by a cas (which then matches nothing).
  bool null = false;
  std::int64_t a = 0;
  std::int64_t b = 0;

  [[nodiscard]] bool returns() const { return returned != never; }
};

/// The number of an operation, and whether it is invoked or returns.
class Step {
 public:
  static Step invoke(std::uint32_t operation) { return Step(operation << 1); }
  static Step answer(std::uint32_t operation) { return Step(operation << 1 | 1); }
  [[nodiscard]] std::uint32_t operation() const { return value_ >> 1; }
  [[nodiscard]] bool returns() const { return (value_ & 1) != 0; }

 private:
  explicit Step(std::uint32_t value) : value_(value) {}
  std::uint32_t value_;
};
inline constexpr std::uint32_t operations_max = UINT32_MAX >> 1;

/// What happened to one key, in real-time order.
struct Object {
  std::string key;
  std::vector<Step> steps;
};

/// Strings, one after the other in one place. Numbered 0, 1, 2, ...
class Texts {
 public:
  std::uint32_t add(std::string_view text) {
    bytes_ += text;
    ends_.push_back(bytes_.size());
    return static_cast<std::uint32_t>(ends_.size() - 1);
  }
  [[nodiscard]] std::string_view operator[](std::int64_t number) const {
    const auto i = static_cast<std::size_t>(number);
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

struct History {
  Model model = Model::reg;
  /// Of a stock, for each key.
  std::int64_t initial = 0;
  std::vector<Operation> operations;
  /// In the order in which their keys are first met.
  std::vector<Object> objects;
  /// Their numbers as given by the user.
  std::vector<std::int64_t> processes;
  Texts texts;
  /// Whether any operation names a key.
  bool keyed = false;
};

}  // namespace feira::linearizability
