// What clients asked and were told, question by question.
#pragma once

#include <cstdint>
#include <vector>

#include "core/purchase/purchase.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/event.hpp"
#include "sim/check/index_table.hpp"

namespace feira::check {

/// One question of one client.
struct Question {
  InvocationKind kind = InvocationKind::buy;
  bool may_give_up = false;
  /// Its marketplace crashed before it answered.
  bool lost = false;
  Dense at = none;
  Ware product = none;  // none for the registration of a product
  IdempotencyKey key;
  /// Of a purchase: what was asked for.
  std::uint32_t quantity = 0;
  Money price;
  std::uint64_t client = 0;
  std::uint64_t request = 0;
  /// Event numbers; `answered`: of the first answer but `Pending`, zero for none.
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
};

class ClientHistory {
 public:
  /// Returns the question's index: 0, 1, 2, ...
  std::uint32_t ask(const Question& question) {
    const std::uint32_t index = requests_.insert({question.request});
    if (index == questions_.size()) questions_.push_back(question);
    return index;
  }
  /// `none` when it was never asked.
  [[nodiscard]] std::uint32_t find(RequestId request) const { return requests_.find({request.value}); }
  Question& operator[](std::uint32_t index) { return questions_[index]; }
  const Question& operator[](std::uint32_t index) const { return questions_[index]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(questions_.size()); }

  /// The question whose answer's token becomes stale when the client of question `index` gets its answer: a client
  /// hands on the token of its latest answer or of the one before. `none` when there is none.
  std::uint32_t stale_token(std::uint32_t index) {
    const std::uint32_t client = clients_.insert({questions_[index].client});
    if (client == latest_.size()) latest_.push_back({none, none});
    Latest& latest = latest_[client];
    if (latest.last == index) return none;
    const std::uint32_t stale = latest.before == index ? none : latest.before;
    latest = {index, latest.last};
    return stale;
  }

 private:
  struct Number {
    std::uint64_t value = 0;
    /// Neighbours stay neighbours: numbers come in order, and so do the places where they stand.
    [[nodiscard]] std::uint64_t hash() const { return value + (value >> 32) * 0x9E3779B97F4A7C15U; }
    friend bool operator==(const Number&, const Number&) = default;
  };
  struct Latest {
    std::uint32_t last = none;
    std::uint32_t before = none;
  };

  IndexTable<Number> requests_;
  std::vector<Question> questions_;
  IndexTable<Number> clients_;
  std::vector<Latest> latest_;
};

}  // namespace feira::check
